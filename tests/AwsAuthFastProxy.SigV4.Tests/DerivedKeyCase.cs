namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>One line of keys.json.</summary>
public sealed record DerivedKeyCase
{
    public required string Name { get; init; }

    public required string Secret { get; init; }

    public required string Scope { get; init; }

    public required string Key { get; init; }

    public override string ToString() => Name;
}
