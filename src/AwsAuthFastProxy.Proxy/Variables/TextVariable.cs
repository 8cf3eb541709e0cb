namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>What a text can show. Names stand in <see cref="TextVariables"/>.</summary>
internal enum TextVariable : byte
{
    Literal,

    // Decoded: octets that stand for themselves, percent-encoded where they become part of a target.
    Uri,
    Capture,
    Own,
    RemoteUser,

    // Raw: part of a target as they are.
    Request,
    RequestMethod,
    RequestUri,
    Arguments,
    HasArguments,
    Argument,
    Host,
    RequestField,
    Cookie,
    Scheme,
    Https,
    ServerProtocol,
    ServerName,
    ServerAddress,
    ServerPort,
    RemoteAddress,
    RemotePort,
    ProxyHost,
    ProxyPort,
    ForwardedFor,
    Hostname,
    Pid,
    Milliseconds,
    TimeIso8601,
    TimeLocal,
    RequestId,
    Connection,
    ConnectionRequests,
    TlsProtocol,
    TlsCipher,

    // While the response's head is there.
    Status,
    ResponseField,
}
