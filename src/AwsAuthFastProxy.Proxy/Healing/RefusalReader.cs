using System.Buffers;
using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>
/// Finds out whether an answer is about our signature: by S3's error document, by the fields and JSON of other services, and by what must
/// never be shown to strangers in any case. An answer about the request itself costs a few searches and allocates nothing.
/// </summary>
/// <remarks>Amazon S3 API reference, "Error responses"; AWS, "Common error types".</remarks>
internal static class RefusalReader
{
    /// <summary>Most bytes of a body that are looked at; S3's document with a canonical request in it is a tenth of that.</summary>
    public const int MaxBody = 64 * 1024;

    private const int MaxRegion = 32;
    private const int MaxCode = 64;

    private static readonly SearchValues<byte> s_code = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"u8);

    private static readonly SearchValues<byte> s_region = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);

    /// <summary>Statuses of such answers.</summary>
    public static bool IsPossible(int status) => status is 301 or 307 or 400 or 401 or 403;

    /// <summary>What the answer says about our signature.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="bytes">The bytes of the head.</param>
    /// <param name="body">Its body without framing, up to <see cref="MaxBody"/> bytes; empty for an answer to HEAD.</param>
    public static SigningRefusal Read(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> code = CodeOf(head, bytes, body);
        RefusalKind kind = KindOf(code);
        if (kind == RefusalKind.None && Shows(body))
        {
            kind = RefusalKind.Signature;
        }

        ReadOnlySpan<byte> bucketRegion = Field(head, bytes, "x-amz-bucket-region"u8);
        bool redirects = head.Status == 301 || (head.Status == 400 && body.IsEmpty) || code.SequenceEqual("IllegalLocationConstraintException"u8);
        if (kind == RefusalKind.None && redirects && !bucketRegion.IsEmpty)
        {
            kind = RefusalKind.Scope;
        }

        return kind == RefusalKind.None ? default
            : new SigningRefusal(kind, IsName(code) ? Encoding.ASCII.GetString(code) : "", kind == RefusalKind.Scope ? RegionOf(body, bucketRegion) : null);
    }

    // It is logged: what is no name could be a line of its own there.
    private static bool IsName(ReadOnlySpan<byte> code) => code.Length <= MaxCode && !code.ContainsAnyExcept(s_code);

    private static RefusalKind KindOf(ReadOnlySpan<byte> code) =>
        code.IsEmpty ? RefusalKind.None
        : code.SequenceEqual("SignatureDoesNotMatch"u8) || code.SequenceEqual("InvalidSignatureException"u8)
            || code.SequenceEqual("IncompleteSignature"u8) || code.SequenceEqual("IncompleteSignatureException"u8) ? RefusalKind.Signature
        : code.SequenceEqual("InvalidAccessKeyId"u8) || code.SequenceEqual("InvalidToken"u8) || code.SequenceEqual("ExpiredToken"u8)
            || code.SequenceEqual("ExpiredTokenException"u8) || code.SequenceEqual("TokenRefreshRequired"u8) || code.SequenceEqual("InvalidSecurity"u8)
            || code.SequenceEqual("InvalidClientTokenId"u8) || code.SequenceEqual("UnrecognizedClientException"u8)
            || code.SequenceEqual("MissingAuthenticationToken"u8) || code.SequenceEqual("MissingAuthenticationTokenException"u8)
            || code.SequenceEqual("NotSignedUp"u8) ? RefusalKind.Credentials
        : code.SequenceEqual("RequestTimeTooSkewed"u8) || code.SequenceEqual("RequestExpired"u8) ? RefusalKind.Clock
        : code.SequenceEqual("AuthorizationHeaderMalformed"u8) || code.SequenceEqual("AuthorizationQueryParametersError"u8)
            || code.SequenceEqual("PermanentRedirect"u8) || code.SequenceEqual("TemporaryRedirect"u8) || code.SequenceEqual("Redirect"u8) ? RefusalKind.Scope
        : RefusalKind.None;

    /// <summary>Whether a body shows what was signed or by whom, whatever its code is.</summary>
    private static bool Shows(ReadOnlySpan<byte> body) =>
        body.IndexOf("<CanonicalRequest"u8) >= 0 || body.IndexOf("<StringToSign"u8) >= 0 || body.IndexOf("<AWSAccessKeyId"u8) >= 0
        || body.IndexOf("Canonical String"u8) >= 0 || body.IndexOf("String-to-Sign"u8) >= 0;

    /// <summary>S3's <c>Code</c>; else <c>x-amzn-ErrorType</c> or JSON's <c>__type</c> or <c>code</c>, without a namespace before or a URL behind it.</summary>
    private static ReadOnlySpan<byte> CodeOf(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> code = Element(body, "<Code>"u8);
        if (!code.IsEmpty)
        {
            return code;
        }

        code = Field(head, bytes, "x-amzn-errortype"u8);
        code = code.IsEmpty ? Member(body, "\"__type\""u8) : code;
        code = code.IsEmpty ? Member(body, "\"code\""u8) : code;
        code = code[(code.LastIndexOf((byte)'#') + 1)..];
        int colon = code.IndexOf((byte)':');
        return colon < 0 ? code : code[..colon];
    }

    private static string? RegionOf(ReadOnlySpan<byte> body, ReadOnlySpan<byte> bucketRegion)
    {
        ReadOnlySpan<byte> region = Element(body, "<Region>"u8);
        region = region.IsEmpty ? bucketRegion : region;
        return region.Length is > 0 and <= MaxRegion && !region.ContainsAnyExcept(s_region) ? Encoding.ASCII.GetString(region) : null;
    }

    private static ReadOnlySpan<byte> Element(ReadOnlySpan<byte> body, ReadOnlySpan<byte> tag)
    {
        int start = body.IndexOf(tag);
        if (start < 0)
        {
            return default;
        }

        ReadOnlySpan<byte> text = body[(start + tag.Length)..];
        int end = text.IndexOf((byte)'<');
        return end < 0 ? default : text[..end].Trim(" \t\r\n"u8);
    }

    private static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        int start = body.IndexOf(name);
        if (start < 0)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = body[(start + name.Length)..].TrimStart(" \t\r\n:"u8);
        int end = rest is [(byte)'"', ..] ? rest[1..].IndexOf((byte)'"') : -1;
        return end < 0 ? default : rest.Slice(1, end);
    }

    private static ReadOnlySpan<byte> Field(ResponseHead head, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly FieldLine line in head.Fields.Lines)
        {
            if (line.NameLength == name.Length && Ascii.EqualsIgnoreCase(line.Name(bytes), name))
            {
                return line.Value(bytes);
            }
        }

        return default;
    }
}
