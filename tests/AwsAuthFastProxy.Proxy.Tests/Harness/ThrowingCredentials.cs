using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>A source of keys with a bug.</summary>
internal sealed class ThrowingCredentials() : CredentialSource("broken")
{
    public override int Version => 0;

    public override SigningKey? TryCreateKey(int day, string region, string service, out string? reason) =>
        throw new InvalidOperationException("a bug");

    public override KeyStatus Status(DateTimeOffset now) => throw new InvalidOperationException("a bug");
}
