namespace AwsAuthFastProxy.Http;

/// <summary>
/// Why a message is refused. One value per rule, so that a metric tells attacks, broken clients and limits apart;
/// status, stable name and message of each stand in <see cref="RejectReasons"/>.
/// </summary>
public enum RejectReason : byte
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>The first bytes cannot begin an HTTP/1.x message (a TLS record on a plain port, for instance).</summary>
    NotHttp,

    /// <summary>The request line is not <c>method SP request-target SP HTTP-version</c> (RFC 9112 §3).</summary>
    BadRequestLine,

    /// <summary>The method is not a token (RFC 9110 §9.1).</summary>
    BadMethod,

    /// <summary>The request target has no valid form, or holds a space or an octet outside visible ASCII (RFC 9112 §3.2).</summary>
    BadTarget,

    /// <summary>The request target holds a fragment (RFC 9112 §3.2: none of its forms has one).</summary>
    FragmentInTarget,

    /// <summary>An absolute-form target whose scheme is neither http nor https.</summary>
    UnsupportedScheme,

    /// <summary>An absolute-form target with userinfo (RFC 9110 §4.2.4).</summary>
    UserInfoInTarget,

    /// <summary>Asterisk-form with a method other than OPTIONS (RFC 9112 §3.2.4).</summary>
    AsteriskWithoutOptions,

    /// <summary>CONNECT whose target is not authority-form (RFC 9112 §3.2.3).</summary>
    BadConnectTarget,

    /// <summary>The HTTP-version is not <c>HTTP/DIGIT.DIGIT</c> (RFC 9112 §2.3).</summary>
    BadVersion,

    /// <summary>The major version is not 1 (RFC 9110 §15.6.6).</summary>
    UnsupportedVersion,

    /// <summary>The request target alone is over its limit (RFC 9112 §3).</summary>
    TargetTooLong,

    /// <summary>The status line is not <c>HTTP-version SP status-code SP [reason-phrase]</c> (RFC 9112 §4).</summary>
    BadStatusLine,

    /// <summary>The status code is not three digits from 100 to 599 (RFC 9110 §15).</summary>
    BadStatusCode,

    /// <summary>A line feed without a carriage return (RFC 9112 §2.2; accepting it lets two parsers disagree).</summary>
    BareLineFeed,

    /// <summary>A carriage return without a line feed (RFC 9112 §2.2).</summary>
    BareCarriageReturn,

    /// <summary>NUL or another control octet in the head (RFC 9110 §5.5).</summary>
    ControlOctet,

    /// <summary>White space between the start line and the first field (RFC 9112 §2.2).</summary>
    LeadingWhitespace,

    /// <summary>A field line continued by obs-fold (RFC 9112 §5.2).</summary>
    ObsoleteFold,

    /// <summary>White space between field name and colon (RFC 9112 §5.1).</summary>
    WhitespaceBeforeColon,

    /// <summary>A field line without a colon.</summary>
    MissingColon,

    /// <summary>A field name that is empty or no token (RFC 9110 §5.1).</summary>
    BadFieldName,

    /// <summary>The head is over its limit in bytes (RFC 6585 §5).</summary>
    HeadTooLarge,

    /// <summary>The head has more field lines than the limit (RFC 6585 §5).</summary>
    TooManyFields,

    /// <summary>HTTP/1.1 without Host (RFC 9112 §3.2).</summary>
    HostMissing,

    /// <summary>More than one Host line, equal or not (RFC 9112 §3.2).</summary>
    HostRepeated,

    /// <summary>The Host value is not <c>uri-host [":" port]</c> (RFC 9110 §7.2).</summary>
    HostInvalid,

    /// <summary>Host names something else than the authority of the absolute-form target.</summary>
    HostDisagrees,

    /// <summary>A Connection member is no token, or there are absurdly many (RFC 9110 §7.6.1).</summary>
    BadConnectionOption,

    /// <summary>Content-Length is not one decimal number (RFC 9110 §8.6); equal lists are refused too.</summary>
    BadContentLength,

    /// <summary>Content-Length does not fit 63 bits (RFC 9110 §8.6: no overflow).</summary>
    ContentLengthOverflow,

    /// <summary>More than one Content-Length line, equal or not (RFC 9112 §6.3).</summary>
    ContentLengthRepeated,

    /// <summary>Content-Length beside Transfer-Encoding: request smuggling or response splitting (RFC 9112 §6.1).</summary>
    ContentLengthWithTransferEncoding,

    /// <summary>Transfer-Encoding that is malformed, does not end in chunked, or applies chunked twice (RFC 9112 §6.1).</summary>
    BadTransferEncoding,

    /// <summary>Transfer-Encoding in an HTTP/1.0 message: faulty framing (RFC 9112 §6.1).</summary>
    TransferEncodingInHttp10,

    /// <summary>A transfer coding other than chunked (RFC 9112 §6.1).</summary>
    UnsupportedTransferCoding,

    /// <summary>A chunk-size line that is not <c>1*HEXDIG [chunk-ext] CRLF</c> (RFC 9112 §7.1).</summary>
    BadChunkSize,

    /// <summary>A chunk size that does not fit 63 bits (RFC 9112 §7.1: no overflow).</summary>
    ChunkSizeOverflow,

    /// <summary>A chunk extension outside its grammar (RFC 9112 §7.1.1).</summary>
    BadChunkExtension,

    /// <summary>A chunk-size line over its limit (RFC 9112 §7.1.1).</summary>
    ChunkLineTooLong,

    /// <summary>Chunk data not followed by CRLF (RFC 9112 §7.1).</summary>
    BadChunkEnd,

    /// <summary>Framing and extensions outweigh the data they carry (RFC 9112 §7.1.1).</summary>
    ChunkOverhead,

    /// <summary>A trailer line outside the field grammar (RFC 9112 §7.1.2).</summary>
    BadTrailer,

    /// <summary>The trailer section is over its limit in bytes or lines.</summary>
    TrailersTooLarge,

    /// <summary>The head did not arrive in time (decided by the session).</summary>
    RequestTimeout,

    /// <summary>The upstream needs a length and the client gave none (decided by the route).</summary>
    LengthRequired,

    /// <summary>The body is over the configured limit (decided by the route).</summary>
    BodyTooLarge,

    /// <summary>An expectation other than 100-continue (RFC 9110 §10.1.1).</summary>
    ExpectationFailed,

    /// <summary>aws-chunked framing that is malformed or broken off (Amazon S3 API reference, "Transferring Payload in Multiple Chunks").</summary>
    BadAwsChunk,

    /// <summary>A trailer of an aws-chunked body that is malformed, missing or not the one announced.</summary>
    BadAwsTrailer,

    /// <summary>The data of an aws-chunked body are not as long as x-amz-decoded-content-length says.</summary>
    DecodedLengthMismatch,

    /// <summary>The data of a body do not have the checksum of its trailer.</summary>
    ChecksumMismatch,

    /// <summary>A method this proxy does not implement, CONNECT above all (RFC 9110 §15.6.2).</summary>
    MethodNotImplemented,
}
