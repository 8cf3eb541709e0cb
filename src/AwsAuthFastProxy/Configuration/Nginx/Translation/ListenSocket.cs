namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>One listen directive, or the one that nginx has where none is written.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Address">Address and port in the one form that is compared.</param>
/// <param name="IsDefault">The server takes the requests that no server's name fits.</param>
/// <param name="IsTls">TLS is spoken.</param>
/// <param name="ProxyProtocol">Connections begin with a PROXY protocol header.</param>
internal sealed record ListenSocket(SourcePosition Position, string Address, bool IsDefault, bool IsTls, bool ProxyProtocol);
