using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Answers;

/// <summary>The one table of answers the proxy makes itself.</summary>
internal static class ErrorAnswers
{
    private static readonly ErrorAnswer[] s_byError = [.. Enum.GetValues<ProxyError>().Select(Make)];

    private static readonly ErrorAnswer[] s_byReason = [.. RejectReasons.All.Select(Make)];

    /// <summary>All of them, each at its place in counters.</summary>
    public static IReadOnlyList<ErrorAnswer> All { get; } = [.. s_byError, .. s_byReason];

    /// <summary>The place of <paramref name="answer"/> in <see cref="All"/>.</summary>
    public static int IndexOf(ErrorAnswer answer)
    {
        int index = Array.IndexOf(s_byError, answer);
        return index >= 0 ? index : s_byError.Length + Array.IndexOf(s_byReason, answer);
    }

    /// <summary>The answer to <paramref name="error"/>.</summary>
    public static ErrorAnswer Of(ProxyError error) => s_byError[(int)error];

    /// <summary>The answer to bytes that were refused.</summary>
    public static ErrorAnswer Of(RejectReason reason) => s_byReason[(int)reason];

    private static ErrorAnswer Make(ProxyError error) => error switch
    {
        ProxyError.BadPathEncoding => new(400, "InvalidURI", "bad-path-encoding", "The path holds a malformed percent-encoding."),
        ProxyError.BadQueryEncoding => new(400, "InvalidURI", "bad-query-encoding", "The query holds a malformed percent-encoding or too many parameters."),
        ProxyError.DotSegment => new(400, "InvalidURI", "dot-segment", "The path holds a dot segment."),
        ProxyError.BadBucket => new(400, "InvalidBucketName", "bad-bucket", "The request names no usable bucket."),
        ProxyError.NoRoute => new(404, "NoSuchRoute", "no-route", "No route matches the host and path."),
        ProxyError.MethodNotAllowed => new(405, "MethodNotAllowed", "method-not-allowed", "The method is not allowed here."),
        ProxyError.QueryNotAllowed => new(403, "AccessDenied", "query-not-allowed", "A query parameter is outside what this route allows."),
        ProxyError.FieldNotAllowed => new(403, "AccessDenied", "field-not-allowed", "An x-amz header field is outside what this route allows."),
        ProxyError.BucketOperationNotAllowed => new(403, "AccessDenied", "bucket-operation-not-allowed", "This route allows operations on objects and listings of one bucket only."),
        ProxyError.CopySourceNotAllowed => new(403, "AccessDenied", "copy-source-not-allowed", "The copy's source is outside this route's bucket."),
        ProxyError.AwsChunkedBody => new(501, "NotImplemented", "aws-chunked-body", "The body's aws-chunked form or its trailer is not known."),
        ProxyError.AwsChunkedUnclear => new(400, "InvalidRequest", "aws-chunked-unclear", "The header fields about aws-chunked framing contradict each other."),
        ProxyError.SpoolFull => new(503, "SlowDown", "spool-full", "Too many bodies are being read whole at this moment."),
        ProxyError.ComposedHeadTooLarge => new(431, "RequestHeaderSectionTooLarge", "composed-head-too-large", "The request head is too large to be signed."),
        ProxyError.NoCredentials => new(503, "ServiceUnavailable", "no-credentials", "There is no key to sign the request with today."),
        ProxyError.SignatureRefused => new(502, "BadGateway", "signature-refused", "The upstream does not take the proxy's signature."),
        ProxyError.CredentialsRefused => new(502, "BadGateway", "credentials-refused", "The upstream does not take the proxy's credentials."),
        ProxyError.ScopeRefused => new(502, "BadGateway", "scope-refused", "The upstream wants another region, service or endpoint."),
        ProxyError.ClockRefused => new(502, "BadGateway", "clock-refused", "The upstream's clock and the proxy's differ too much."),
        ProxyError.SignedAnew => new(503, "ServiceUnavailable", "signed-anew", "The upstream asked for another signature, which the next request will have. Please try again."),
        ProxyError.UpstreamBusy => new(503, "ServiceUnavailable", "upstream-busy", "All connections to the upstream are in use."),
        ProxyError.ResolveFailed => new(502, "BadGateway", "resolve-failed", "The upstream's name could not be resolved."),
        ProxyError.ConnectFailed => new(502, "BadGateway", "connect-failed", "The upstream could not be reached."),
        ProxyError.ConnectTimedOut => new(504, "GatewayTimeout", "connect-timed-out", "The upstream could not be reached in time."),
        ProxyError.TlsFailed => new(502, "BadGateway", "tls-failed", "No TLS session with the upstream."),
        ProxyError.SendFailed => new(502, "BadGateway", "send-failed", "The upstream broke off while the request was sent."),
        ProxyError.NoResponse => new(502, "BadGateway", "no-response", "The upstream closed the connection without a response."),
        ProxyError.ResponseTimedOut => new(504, "GatewayTimeout", "response-timed-out", "The upstream did not answer in time."),
        ProxyError.BadResponse => new(502, "BadGateway", "bad-response", "The upstream's response is not valid HTTP."),
        ProxyError.TooManyInterimResponses => new(502, "BadGateway", "too-many-interim-responses", "The upstream sent informational responses without end."),
        ProxyError.UnexpectedUpgrade => new(502, "BadGateway", "unexpected-upgrade", "The upstream switched protocols unasked."),
        ProxyError.Draining => new(503, "ServiceUnavailable", "draining", "The proxy is stopping."),
        ProxyError.Overloaded => new(503, "SlowDown", "overloaded", "The proxy has too many connections."),
        ProxyError.AddressNotAllowed => new(403, "AccessDenied", "address-not-allowed", "Your address is not allowed here."),
        ProxyError.TooManyConnections => new(429, "TooManyConnections", "too-many-connections", "Your address has too many connections."),
        ProxyError.ConnectingTooOften => new(429, "SlowDown", "connecting-too-often", "Your address connects too often."),
        ProxyError.RateLimited => new(429, "SlowDown", "rate-limited", "Your address asks too often."),
        ProxyError.CredentialsRequired => new(401, "AccessDenied", "credentials-required", "A user name and a password are needed."),
        ProxyError.TooManyPasswords => new(429, "SlowDown", "too-many-passwords", "Too many passwords are being checked."),
        ProxyError.RewriteCycle => new(500, "InternalError", "rewrite-cycle", "The configuration sends the request from route to route without end."),
        ProxyError.RewriteFailed => new(500, "InternalError", "rewrite-failed", "The configuration makes no usable path of this request."),
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };

    private static ErrorAnswer Make(RejectDescription row) => new(row.Status, Code(row.Reason) ?? Code(row.Status), row.Name, row.Message);

    /// <summary>S3 tells what is wrong with a body by name.</summary>
    private static string? Code(RejectReason reason) => reason switch
    {
        RejectReason.BadAwsChunk or RejectReason.DecodedLengthMismatch => "IncompleteBody",
        RejectReason.BadAwsTrailer => "MalformedTrailerError",
        RejectReason.ChecksumMismatch => "BadDigest",
        _ => null,
    };

    private static string Code(int status) => status switch
    {
        408 => "RequestTimeout",
        411 => "MissingContentLength",
        413 => "EntityTooLarge",
        414 => "URITooLong",
        417 => "ExpectationFailed",
        431 => "RequestHeaderSectionTooLarge",
        501 => "NotImplemented",
        505 => "HTTPVersionNotSupported",
        _ => "BadRequest",
    };
}
