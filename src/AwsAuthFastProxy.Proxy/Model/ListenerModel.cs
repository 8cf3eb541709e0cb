using System.Net;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>One address to accept clients on.</summary>
/// <param name="EndPoint">IPv4 or IPv6 address and port; port 0 lets the kernel choose.</param>
public sealed record ListenerModel(IPEndPoint EndPoint)
{
    /// <summary>Each connection begins with a PROXY protocol header, version 1 or 2, and only <see cref="Trusted"/> may connect.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>Load balancers that may say whose connection they pass on.</summary>
    public IReadOnlyList<AddressBlock> Trusted { get; init; } = [];

    /// <summary>It listens still, but the configuration in force does not name it: what servers there are are not reached by it.</summary>
    public bool IsLeft { get; init; }

    /// <summary>Null: plain HTTP.</summary>
    public ListenerTlsModel? Tls { get; init; }
}
