using System.Diagnostics;

namespace AwsAuthFastProxy.Http;

/// <summary>The one table of rejections: status, stable name and message of each <see cref="RejectReason"/>.</summary>
public static class RejectReasons
{
    private static readonly RejectDescription[] s_table = Ordered(
    [
        new(RejectReason.None, 200, "none", "Not refused."),
        new(RejectReason.NotHttp, 400, "not-http", "The first bytes do not begin an HTTP/1.1 message."),
        new(RejectReason.BadRequestLine, 400, "bad-request-line", "The request line is not method, target and version separated by single spaces."),
        new(RejectReason.BadMethod, 400, "bad-method", "The method is not a token."),
        new(RejectReason.BadTarget, 400, "bad-target", "The request target has no valid form."),
        new(RejectReason.FragmentInTarget, 400, "fragment-in-target", "The request target holds a fragment."),
        new(RejectReason.UnsupportedScheme, 400, "unsupported-scheme", "The scheme of the request target is neither http nor https."),
        new(RejectReason.UserInfoInTarget, 400, "userinfo-in-target", "The request target holds userinfo."),
        new(RejectReason.AsteriskWithoutOptions, 400, "asterisk-without-options", "The request target * is only for OPTIONS."),
        new(RejectReason.BadConnectTarget, 400, "bad-connect-target", "The target of CONNECT is not host and port."),
        new(RejectReason.BadVersion, 400, "bad-version", "The HTTP version is malformed."),
        new(RejectReason.UnsupportedVersion, 505, "unsupported-version", "Only HTTP/1.0 and HTTP/1.1 are spoken here."),
        new(RejectReason.TargetTooLong, 414, "target-too-long", "The request target is too long."),
        new(RejectReason.BadStatusLine, 400, "bad-status-line", "The status line is malformed."),
        new(RejectReason.BadStatusCode, 400, "bad-status-code", "The status code is not a number from 100 to 599."),
        new(RejectReason.BareLineFeed, 400, "bare-line-feed", "A line ends in LF without CR."),
        new(RejectReason.BareCarriageReturn, 400, "bare-carriage-return", "A CR is not followed by LF."),
        new(RejectReason.ControlOctet, 400, "control-octet", "The head holds a control octet."),
        new(RejectReason.LeadingWhitespace, 400, "leading-whitespace", "White space stands between the start line and the first field."),
        new(RejectReason.ObsoleteFold, 400, "obsolete-fold", "A field value is folded over several lines."),
        new(RejectReason.WhitespaceBeforeColon, 400, "whitespace-before-colon", "White space stands between a field name and its colon."),
        new(RejectReason.MissingColon, 400, "missing-colon", "A field line has no colon."),
        new(RejectReason.BadFieldName, 400, "bad-field-name", "A field name is not a token."),
        new(RejectReason.HeadTooLarge, 431, "head-too-large", "The head is too large."),
        new(RejectReason.TooManyFields, 431, "too-many-fields", "The head has too many fields."),
        new(RejectReason.HostMissing, 400, "host-missing", "An HTTP/1.1 request needs a Host field."),
        new(RejectReason.HostRepeated, 400, "host-repeated", "There is more than one Host field."),
        new(RejectReason.HostInvalid, 400, "host-invalid", "The Host field is not a host with an optional port."),
        new(RejectReason.HostDisagrees, 400, "host-disagrees", "The Host field and the request target name different hosts."),
        new(RejectReason.BadConnectionOption, 400, "bad-connection-option", "The Connection field is malformed."),
        new(RejectReason.BadContentLength, 400, "bad-content-length", "Content-Length is not a decimal number."),
        new(RejectReason.ContentLengthOverflow, 400, "content-length-overflow", "Content-Length is too large a number."),
        new(RejectReason.ContentLengthRepeated, 400, "content-length-repeated", "There is more than one Content-Length field."),
        new(RejectReason.ContentLengthWithTransferEncoding, 400, "content-length-with-transfer-encoding", "Content-Length and Transfer-Encoding exclude each other."),
        new(RejectReason.BadTransferEncoding, 400, "bad-transfer-encoding", "Transfer-Encoding is malformed or does not end in one chunked."),
        new(RejectReason.TransferEncodingInHttp10, 400, "transfer-encoding-in-http10", "HTTP/1.0 has no Transfer-Encoding."),
        new(RejectReason.UnsupportedTransferCoding, 501, "unsupported-transfer-coding", "The only transfer coding understood is chunked."),
        new(RejectReason.BadChunkSize, 400, "bad-chunk-size", "A chunk-size line is malformed."),
        new(RejectReason.ChunkSizeOverflow, 400, "chunk-size-overflow", "A chunk size is too large a number."),
        new(RejectReason.BadChunkExtension, 400, "bad-chunk-extension", "A chunk extension is malformed."),
        new(RejectReason.ChunkLineTooLong, 400, "chunk-line-too-long", "A chunk-size line is too long."),
        new(RejectReason.BadChunkEnd, 400, "bad-chunk-end", "The data of a chunk is not followed by CRLF."),
        new(RejectReason.ChunkOverhead, 400, "chunk-overhead", "The chunks carry far more framing than data."),
        new(RejectReason.BadTrailer, 400, "bad-trailer", "A trailer line is malformed."),
        new(RejectReason.TrailersTooLarge, 431, "trailers-too-large", "The trailer section is too large."),
        new(RejectReason.RequestTimeout, 408, "request-timeout", "The request did not arrive in time."),
        new(RejectReason.LengthRequired, 411, "length-required", "The request needs a Content-Length."),
        new(RejectReason.BodyTooLarge, 413, "body-too-large", "The request body is too large."),
        new(RejectReason.ExpectationFailed, 417, "expectation-failed", "The only expectation understood is 100-continue."),
        new(RejectReason.BadAwsChunk, 400, "bad-aws-chunk", "The aws-chunked framing of the body is malformed or incomplete."),
        new(RejectReason.BadAwsTrailer, 400, "bad-aws-trailer", "The trailer of the body is malformed or not the one announced."),
        new(RejectReason.DecodedLengthMismatch, 400, "decoded-length-mismatch", "The body is not as long as x-amz-decoded-content-length says."),
        new(RejectReason.ChecksumMismatch, 400, "checksum-mismatch", "The body does not have the checksum sent with it."),
        new(RejectReason.MethodNotImplemented, 501, "method-not-implemented", "The method is not implemented."),
    ]);

    /// <summary>Every reason, in the order of the enum; for registering one metric series each.</summary>
    public static IReadOnlyList<RejectDescription> All => s_table;

    /// <summary>Status, name and message of <paramref name="reason"/>.</summary>
    public static RejectDescription Describe(RejectReason reason) => s_table[(int)reason];

    /// <summary>HTTP status code with which a request refused for <paramref name="reason"/> is answered.</summary>
    public static int Status(RejectReason reason) => s_table[(int)reason].Status;

    /// <summary>Stable kebab-case name of <paramref name="reason"/>.</summary>
    public static string Name(RejectReason reason) => s_table[(int)reason].Name;

    private static RejectDescription[] Ordered(RejectDescription[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Debug.Assert((int)rows[i].Reason == i, "the rows stand in the order of the enum");
        }

        return rows;
    }
}
