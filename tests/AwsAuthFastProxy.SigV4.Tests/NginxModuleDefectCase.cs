namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>One line of nginx-module-defects.json: a target the module signs wrongly, and how it is to be sent.</summary>
public sealed record NginxModuleDefectCase
{
    public required string Target { get; init; }

    public required string Wire { get; init; }

    public required string Defect { get; init; }

    public override string ToString() => Target;
}
