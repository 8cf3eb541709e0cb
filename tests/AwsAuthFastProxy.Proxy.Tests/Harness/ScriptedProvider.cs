using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>A provider that answers as the test says, and counts how often it is asked.</summary>
internal sealed record ScriptedProvider : CredentialProvider
{
    public override string Kind => "scripted";

    public int Calls { get; private set; }

    /// <summary>What the next calls get.</summary>
    public Func<Task<FetchedCredentials>> Answer { get; set; } = static () => throw new CredentialException("not reachable");

    public override Task<FetchedCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        Calls++;
        return Answer();
    }

    public static FetchedCredentials Keys(string accessKey, DateTimeOffset? expires, string? secret = null) =>
        new(accessKey, new SecretBytes(secret ?? Models.Secret), Models.Token, expires, "scripted");

    public void Give(string accessKey, DateTimeOffset? expires, string? secret = null) =>
        Answer = () => Task.FromResult(Keys(accessKey, expires, secret));

    public void Fail(string reason) => Answer = () => throw new CredentialException(reason);
}
