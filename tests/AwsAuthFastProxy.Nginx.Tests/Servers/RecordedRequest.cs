using AwsAuthFastProxy.Nginx.Tests.Wire;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>A request as an upstream got it.</summary>
/// <param name="Upstream">Group of the port it came to: servers of one group are each other's like.</param>
/// <param name="Port">The port it came to.</param>
/// <param name="Method">Method.</param>
/// <param name="Target">Target as it came.</param>
/// <param name="Version">HTTP version.</param>
/// <param name="Fields">Fields as they came.</param>
/// <param name="Body">Content; null where it broke off.</param>
internal sealed record RecordedRequest(
    string Upstream, int Port, string Method, string Target, string Version, WireFields Fields, byte[]? Body)
{
    /// <summary>The target up to the query.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>The query with its question mark; empty where there is none.</summary>
    public string Query => Target[Path.Length..];
}
