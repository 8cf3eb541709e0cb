namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>One line of paths.json, queries.json or service-paths.json; each character of <see cref="Raw"/> is one byte.</summary>
public sealed record CanonicalCase
{
    public required string Raw { get; init; }

    public string? Canonical { get; init; }

    public string? Status { get; init; }

    public string? Why { get; init; }

    public CanonicalStatus ExpectedStatus => Status is null ? CanonicalStatus.Ok : Enum.Parse<CanonicalStatus>(Status);

    public override string ToString() => Raw.Length <= 60 ? Raw : Raw[..60] + "…";
}
