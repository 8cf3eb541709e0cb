namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Who may use a route; what is empty asks for nothing.</summary>
public sealed record AccessModel
{
    /// <summary>Blocks that may. With any, who is in none of them may not.</summary>
    public IReadOnlyList<AddressBlock> Allow { get; init; } = [];

    /// <summary>Blocks that may not. Of the blocks of both lists that hold an address, the smallest decides.</summary>
    public IReadOnlyList<AddressBlock> Deny { get; init; } = [];

    /// <summary>Passwords; null: none are asked for.</summary>
    public BasicAuthModel? Basic { get; init; }

    /// <summary>
    /// With both blocks and passwords: one of the two is enough, a block of <see cref="Allow"/> that holds the address or a right password.
    /// Else each list asks for itself.
    /// </summary>
    public bool SatisfyAny { get; init; }

    /// <summary>How often one address may ask; null: as often as it likes.</summary>
    public RateModel? RateLimit { get; init; }
}
