namespace AwsAuthFastProxy.Http;

/// <summary>
/// The field names that framing, forwarding, conditionals or signing ask for, recognised once while parsing.
/// Fewer than 64, so that a set of them is one <see cref="ulong"/>.
/// </summary>
public enum FieldName : byte
{
    /// <summary>Any name not listed here.</summary>
    Other,

    /// <summary>A name beginning with <c>x-amz-</c> that is not listed here.</summary>
    XAmzOther,

    /// <summary>Host (RFC 9110 §7.2).</summary>
    Host,

    /// <summary>Content-Length (RFC 9110 §8.6).</summary>
    ContentLength,

    /// <summary>Transfer-Encoding (RFC 9112 §6.1).</summary>
    TransferEncoding,

    /// <summary>Connection (RFC 9110 §7.6.1).</summary>
    Connection,

    /// <summary>Keep-Alive (RFC 2068 §19.7.1.1).</summary>
    KeepAlive,

    /// <summary>Proxy-Connection (RFC 9112 §C.2.2).</summary>
    ProxyConnection,

    /// <summary>TE (RFC 9110 §10.1.4).</summary>
    TE,

    /// <summary>Trailer (RFC 9110 §6.6.2).</summary>
    Trailer,

    /// <summary>Upgrade (RFC 9110 §7.8).</summary>
    Upgrade,

    /// <summary>Proxy-Authenticate (RFC 9110 §11.7.1).</summary>
    ProxyAuthenticate,

    /// <summary>Proxy-Authorization (RFC 9110 §11.7.2).</summary>
    ProxyAuthorization,

    /// <summary>Proxy-Authentication-Info (RFC 9110 §11.7.3).</summary>
    ProxyAuthenticationInfo,

    /// <summary>Expect (RFC 9110 §10.1.1).</summary>
    Expect,

    /// <summary>Authorization (RFC 9110 §11.6.2).</summary>
    Authorization,

    /// <summary>Date (RFC 9110 §6.6.1).</summary>
    Date,

    /// <summary>Via (RFC 9110 §7.6.3).</summary>
    Via,

    /// <summary>Max-Forwards (RFC 9110 §7.6.2).</summary>
    MaxForwards,

    /// <summary>Content-Type (RFC 9110 §8.3).</summary>
    ContentType,

    /// <summary>Content-MD5 (RFC 1864; S3 checks it).</summary>
    ContentMd5,

    /// <summary>Content-Encoding (RFC 9110 §8.4).</summary>
    ContentEncoding,

    /// <summary>Content-Range (RFC 9110 §14.4).</summary>
    ContentRange,

    /// <summary>Range (RFC 9110 §14.2).</summary>
    Range,

    /// <summary>If-Match (RFC 9110 §13.1.1).</summary>
    IfMatch,

    /// <summary>If-None-Match (RFC 9110 §13.1.2).</summary>
    IfNoneMatch,

    /// <summary>If-Modified-Since (RFC 9110 §13.1.3).</summary>
    IfModifiedSince,

    /// <summary>If-Unmodified-Since (RFC 9110 §13.1.4).</summary>
    IfUnmodifiedSince,

    /// <summary>If-Range (RFC 9110 §13.1.5).</summary>
    IfRange,

    /// <summary>ETag (RFC 9110 §8.8.3).</summary>
    ETag,

    /// <summary>Last-Modified (RFC 9110 §8.8.2).</summary>
    LastModified,

    /// <summary>Location (RFC 9110 §10.2.2).</summary>
    Location,

    /// <summary>Server (RFC 9110 §10.2.4).</summary>
    Server,

    /// <summary>User-Agent (RFC 9110 §10.1.5).</summary>
    UserAgent,

    /// <summary>Cookie (RFC 6265 §5.4).</summary>
    Cookie,

    /// <summary>Set-Cookie (RFC 6265 §4.1).</summary>
    SetCookie,

    /// <summary>Cache-Control (RFC 9111 §5.2).</summary>
    CacheControl,

    /// <summary>Forwarded (RFC 7239).</summary>
    Forwarded,

    /// <summary>X-Forwarded-For.</summary>
    XForwardedFor,

    /// <summary>X-Forwarded-Proto.</summary>
    XForwardedProto,

    /// <summary>X-Forwarded-Host.</summary>
    XForwardedHost,

    /// <summary>X-Amzn-Trace-Id (load balancers change it, so it is never signed).</summary>
    XAmznTraceId,

    /// <summary>X-Amz-Date (SigV4).</summary>
    XAmzDate,

    /// <summary>X-Amz-Content-Sha256 (SigV4 for S3).</summary>
    XAmzContentSha256,

    /// <summary>X-Amz-Security-Token (SigV4 with temporary credentials).</summary>
    XAmzSecurityToken,

    /// <summary>X-Amz-Decoded-Content-Length (SigV4 aws-chunked uploads).</summary>
    XAmzDecodedContentLength,

    /// <summary>X-Amz-Trailer (SigV4 aws-chunked uploads with trailers).</summary>
    XAmzTrailer,
}
