using System.Net;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>How the process is watched. Read at the start only.</summary>
public sealed record AdminModel
{
    /// <summary>Address of the admin listener, or null for none; port 0 lets the kernel choose.</summary>
    public IPEndPoint? EndPoint { get; init; }

    /// <summary>Where metrics are pushed by OTLP over HTTP, or null.</summary>
    public Uri? Otlp { get; init; }
}
