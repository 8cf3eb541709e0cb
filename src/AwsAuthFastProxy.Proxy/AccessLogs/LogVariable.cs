namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>What a line can show.</summary>
internal enum LogVariable : byte
{
    Literal,

    // While the request's head is there.
    Request,
    RequestMethod,
    RequestUri,
    Uri,
    Arguments,
    HasArguments,
    Argument,
    Host,
    Scheme,
    ServerProtocol,
    RemoteUser,
    RequestField,

    // While the response's head is there.
    ResponseField,

    // At the end.
    RemoteAddress,
    RemotePort,
    TimeLocal,
    TimeIso8601,
    Milliseconds,
    Status,
    BodyBytesSent,
    BytesSent,
    RequestLength,
    RequestTime,
    RequestCompletion,
    Connection,
    ConnectionRequests,
    Pid,
    Hostname,
    Route,
    Upstream,
    ProxyError,
    UpstreamStatus,
    UpstreamReused,
    UpstreamConnectTime,
    UpstreamHeaderTime,
    UpstreamResponseTime,
    QueueTime,
    ConnectTime,
    SignTime,
    FirstByteTime,
    TotalTime,
}
