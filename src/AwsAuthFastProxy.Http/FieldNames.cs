using System.Text;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// Recognises field names: by length, then by the first letter that tells candidates apart, then one
/// case-insensitive compare (RFC 9110 §5.1: names are case-insensitive).
/// </summary>
public static class FieldNames
{
    /// <summary>The known name equal to <paramref name="name"/>, or one of the two catch-all values.</summary>
    public static FieldName Lookup(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return FieldName.Other;
        }

        int first = name[0] | 0x20;
        if (first == 'x')
        {
            return LookupX(name);
        }

        return name.Length switch
        {
            2 => Match(name, "te"u8, FieldName.TE),
            3 => Match(name, "via"u8, FieldName.Via),
            4 => first switch
            {
                'h' => Match(name, "host"u8, FieldName.Host),
                'd' => Match(name, "date"u8, FieldName.Date),
                'e' => Match(name, "etag"u8, FieldName.ETag),
                _ => FieldName.Other,
            },
            5 => Match(name, "range"u8, FieldName.Range),
            6 => first switch
            {
                'e' => Match(name, "expect"u8, FieldName.Expect),
                's' => Match(name, "server"u8, FieldName.Server),
                'c' => Match(name, "cookie"u8, FieldName.Cookie),
                _ => FieldName.Other,
            },
            7 => first switch
            {
                't' => Match(name, "trailer"u8, FieldName.Trailer),
                'u' => Match(name, "upgrade"u8, FieldName.Upgrade),
                _ => FieldName.Other,
            },
            8 => first switch
            {
                'i' => Match(name, "if-match"u8, FieldName.IfMatch, "if-range"u8, FieldName.IfRange),
                'l' => Match(name, "location"u8, FieldName.Location),
                _ => FieldName.Other,
            },
            9 => Match(name, "forwarded"u8, FieldName.Forwarded),
            10 => first switch
            {
                'c' => Match(name, "connection"u8, FieldName.Connection),
                'k' => Match(name, "keep-alive"u8, FieldName.KeepAlive),
                'u' => Match(name, "user-agent"u8, FieldName.UserAgent),
                's' => Match(name, "set-cookie"u8, FieldName.SetCookie),
                _ => FieldName.Other,
            },
            11 => Match(name, "content-md5"u8, FieldName.ContentMd5),
            12 => first switch
            {
                'c' => Match(name, "content-type"u8, FieldName.ContentType),
                'm' => Match(name, "max-forwards"u8, FieldName.MaxForwards),
                _ => FieldName.Other,
            },
            13 => first switch
            {
                'a' => Match(name, "authorization"u8, FieldName.Authorization),
                'i' => Match(name, "if-none-match"u8, FieldName.IfNoneMatch),
                'c' => Match(name, "cache-control"u8, FieldName.CacheControl, "content-range"u8, FieldName.ContentRange),
                'l' => Match(name, "last-modified"u8, FieldName.LastModified),
                _ => FieldName.Other,
            },
            14 => Match(name, "content-length"u8, FieldName.ContentLength),
            16 => first switch
            {
                'c' => Match(name, "content-encoding"u8, FieldName.ContentEncoding),
                'p' => Match(name, "proxy-connection"u8, FieldName.ProxyConnection),
                _ => FieldName.Other,
            },
            17 => first switch
            {
                't' => Match(name, "transfer-encoding"u8, FieldName.TransferEncoding),
                'i' => Match(name, "if-modified-since"u8, FieldName.IfModifiedSince),
                _ => FieldName.Other,
            },
            18 => Match(name, "proxy-authenticate"u8, FieldName.ProxyAuthenticate),
            19 => first switch
            {
                'p' => Match(name, "proxy-authorization"u8, FieldName.ProxyAuthorization),
                'i' => Match(name, "if-unmodified-since"u8, FieldName.IfUnmodifiedSince),
                _ => FieldName.Other,
            },
            25 => Match(name, "proxy-authentication-info"u8, FieldName.ProxyAuthenticationInfo),
            _ => FieldName.Other,
        };
    }

    private static FieldName LookupX(ReadOnlySpan<byte> name)
    {
        if (name.Length >= 6 && Ascii.EqualsIgnoreCase(name[..6], "x-amz-"u8))
        {
            FieldName known = name.Length switch
            {
                10 => Match(name, "x-amz-date"u8, FieldName.XAmzDate),
                13 => Match(name, "x-amz-trailer"u8, FieldName.XAmzTrailer),
                20 => Match(
                    name,
                    "x-amz-content-sha256"u8,
                    FieldName.XAmzContentSha256,
                    "x-amz-security-token"u8,
                    FieldName.XAmzSecurityToken),
                28 => Match(name, "x-amz-decoded-content-length"u8, FieldName.XAmzDecodedContentLength),
                _ => FieldName.Other,
            };
            return known == FieldName.Other ? FieldName.XAmzOther : known;
        }

        return name.Length switch
        {
            15 => Match(name, "x-forwarded-for"u8, FieldName.XForwardedFor, "x-amzn-trace-id"u8, FieldName.XAmznTraceId),
            16 => Match(name, "x-forwarded-host"u8, FieldName.XForwardedHost),
            17 => Match(name, "x-forwarded-proto"u8, FieldName.XForwardedProto),
            _ => FieldName.Other,
        };
    }

    private static FieldName Match(ReadOnlySpan<byte> name, ReadOnlySpan<byte> candidate, FieldName known) =>
        Ascii.EqualsIgnoreCase(name, candidate) ? known : FieldName.Other;

    private static FieldName Match(
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> candidate,
        FieldName known,
        ReadOnlySpan<byte> otherCandidate,
        FieldName otherKnown)
    {
        FieldName match = Match(name, candidate, known);
        return match == FieldName.Other ? Match(name, otherCandidate, otherKnown) : match;
    }
}
