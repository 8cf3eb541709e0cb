using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>A fresh connection, or at which stage there came none.</summary>
internal readonly record struct UpstreamDial(Connection? Connection, ProxyError Error, string Detail);
