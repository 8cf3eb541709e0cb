using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>A fresh connection, or at which stage there came none.</summary>
/// <param name="Connection">The connection, or null.</param>
/// <param name="Peer">The address it leads to; null without a connection. Whoever closes the connection tells it.</param>
/// <param name="Error">The failure's kind when there is none.</param>
/// <param name="Detail">Words for the log when there is none.</param>
internal readonly record struct UpstreamDial(Connection? Connection, UpstreamPeer? Peer, ProxyError Error, string Detail)
{
    public static UpstreamDial Failed(ProxyError error, string detail) => new(null, null, error, detail);
}
