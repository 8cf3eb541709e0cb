using AwsAuthFastProxy.Proxy.Answers;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>A rented connection, or why there is none.</summary>
/// <param name="Connection">The connection, or null.</param>
/// <param name="Error">The failure's kind when there is none.</param>
/// <param name="Detail">Words for the log when there is none.</param>
internal readonly record struct RentResult(UpstreamConnection? Connection, ProxyError Error, string Detail);
