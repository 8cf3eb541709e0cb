using System.Globalization;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Where connections of an upstream go.</summary>
/// <param name="Host">Host name or address literal (IPv6 without brackets), lower case.</param>
/// <param name="Port">TCP port, 1 to 65535.</param>
public sealed record ConnectTarget(string Host, int Port)
{
    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public override string ToString() =>
        $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port.ToString(CultureInfo.InvariantCulture)}";
}
