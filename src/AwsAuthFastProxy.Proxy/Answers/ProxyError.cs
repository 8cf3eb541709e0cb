namespace AwsAuthFastProxy.Proxy.Answers;

/// <summary>
/// Why the proxy answers a well-formed request itself. Failures of forwarding are named by stage and side; what is wrong with the
/// client's bytes is <see cref="Http.RejectReason"/>. Status, names and words of each stand in <see cref="ErrorAnswers"/>.
/// </summary>
internal enum ProxyError : byte
{
    /// <summary>The path holds a malformed percent-encoding or an encoded NUL.</summary>
    BadPathEncoding,

    /// <summary>The query holds a malformed percent-encoding, an encoded NUL or too many parameters.</summary>
    BadQueryEncoding,

    /// <summary>A dot segment, encoded or not, on a route that signs nothing.</summary>
    DotSegment,

    /// <summary>The path or host names no usable bucket on a route that takes it from there.</summary>
    BadBucket,

    /// <summary>No route for host and path.</summary>
    NoRoute,

    /// <summary>The route does not take the method.</summary>
    MethodNotAllowed,

    /// <summary>A query parameter outside the route's operations.</summary>
    QueryNotAllowed,

    /// <summary>An <c>x-amz-*</c> field outside the route's operations.</summary>
    FieldNotAllowed,

    /// <summary>Buckets or the service itself, on a route that lends objects and listings only.</summary>
    BucketOperationNotAllowed,

    /// <summary>A copy whose source is not in the route's bucket.</summary>
    CopySourceNotAllowed,

    /// <summary>A body in an aws-chunked form, or with a trailer, that is not known.</summary>
    AwsChunkedBody,

    /// <summary>Header fields that leave open whether the body is in aws-chunked framing, or how long its data are.</summary>
    AwsChunkedUnclear,

    /// <summary>All memory for bodies that are read whole is in use.</summary>
    SpoolFull,

    /// <summary>The head with its signature is larger than what can be composed.</summary>
    ComposedHeadTooLarge,

    /// <summary>No signing key for today.</summary>
    NoCredentials,

    /// <summary>The upstream does not take our signature.</summary>
    SignatureRefused,

    /// <summary>The upstream does not take our access key or session token.</summary>
    CredentialsRefused,

    /// <summary>The upstream wants another region, service or day in the signature, or another endpoint.</summary>
    ScopeRefused,

    /// <summary>The upstream finds the time of our signature too far off.</summary>
    ClockRefused,

    /// <summary>The upstream asked for another region or time, which is now known, but this request's body is gone.</summary>
    SignedAnew,

    /// <summary>All connections to the upstream are in use.</summary>
    UpstreamBusy,

    /// <summary>The upstream's name has no address.</summary>
    ResolveFailed,

    /// <summary>No connection: refused, unreachable.</summary>
    ConnectFailed,

    /// <summary>No connection in time.</summary>
    ConnectTimedOut,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>The connection broke while the request was sent.</summary>
    SendFailed,

    /// <summary>The connection broke or ended before a response head was complete.</summary>
    NoResponse,

    /// <summary>No response head in time.</summary>
    ResponseTimedOut,

    /// <summary>The response head is not HTTP/1.x, ambiguous in its framing or too large.</summary>
    BadResponse,

    /// <summary>Informational responses without end.</summary>
    TooManyInterimResponses,

    /// <summary>The response switches protocols, which nobody asked for.</summary>
    UnexpectedUpgrade,

    /// <summary>The process is stopping.</summary>
    Draining,

    /// <summary>All client connections are in use.</summary>
    Overloaded,

    /// <summary>The route's lists of addresses do not let the client in.</summary>
    AddressNotAllowed,

    /// <summary>The client's address has as many connections as one may have.</summary>
    TooManyConnections,

    /// <summary>The client's address connects more often than one may.</summary>
    ConnectingTooOften,

    /// <summary>The client's address asks more often than one may.</summary>
    RateLimited,

    /// <summary>The route wants a user and password, and none or wrong ones were given.</summary>
    CredentialsRequired,

    /// <summary>Too many passwords wait to be checked, of this address or of all.</summary>
    TooManyPasswords,

    /// <summary>Routes send the request from one to the other without end.</summary>
    RewriteCycle,

    /// <summary>What the configuration made of path and query is no path, or too long.</summary>
    RewriteFailed,
}
