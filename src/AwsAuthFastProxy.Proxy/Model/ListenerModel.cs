using System.Net;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>One address to accept clients on.</summary>
/// <param name="EndPoint">IPv4 or IPv6 address and port; port 0 lets the kernel choose.</param>
public sealed record ListenerModel(IPEndPoint EndPoint);
