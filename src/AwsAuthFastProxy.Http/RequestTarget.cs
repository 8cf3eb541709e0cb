using System.Text;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// request-target = origin-form / absolute-form / authority-form / asterisk-form (RFC 9112 §3.2), split into parts
/// and never normalised: not one octet of path and query is changed here (RFC 9110 §7.7).
/// </summary>
internal static class RequestTarget
{
    public static Fault Parse(ReadOnlySpan<byte> bytes, ByteRange target, RequestHead head)
    {
        ReadOnlySpan<byte> text = target.Of(bytes);
        int fault = text.IndexOfAnyExcept(Grammar.Target);
        if (fault >= 0)
        {
            RejectReason reason = text[fault] == '#' ? RejectReason.FragmentInTarget : RejectReason.BadTarget;
            return new Fault(reason, target.Offset + fault);
        }

        if (head.Method == RequestMethod.Connect)
        {
            return ParseAuthorityForm(text, target, head);
        }

        if (text.IsEmpty)
        {
            return new Fault(RejectReason.BadTarget, target.Offset);
        }

        if (text[0] == '/')
        {
            head.Form = TargetForm.Origin;
            SplitPathAndQuery(text, target.Offset, head);
            return default;
        }

        if (text.Length == 1 && text[0] == '*')
        {
            head.Form = TargetForm.Asterisk;
            return head.Method == RequestMethod.Options
                ? default
                : new Fault(RejectReason.AsteriskWithoutOptions, target.Offset);
        }

        return ParseAbsoluteForm(text, target, head);
    }

    private static Fault ParseAuthorityForm(ReadOnlySpan<byte> text, ByteRange target, RequestHead head)
    {
        // authority-form = uri-host ":" port: the port is not optional here (§3.2.3).
        if (!HostSyntax.IsValid(text) || HostSyntax.Port(text).IsEmpty)
        {
            return new Fault(RejectReason.BadConnectTarget, target.Offset);
        }

        head.Form = TargetForm.Authority;
        head.Authority = target;
        return default;
    }

    private static Fault ParseAbsoluteForm(ReadOnlySpan<byte> text, ByteRange target, RequestHead head)
    {
        int schemeEnd = text.IndexOf("://"u8);
        if (schemeEnd <= 0)
        {
            return new Fault(RejectReason.BadTarget, target.Offset);
        }

        // Schemes are case-insensitive (RFC 9110 §4.2.3).
        ReadOnlySpan<byte> scheme = text[..schemeEnd];
        bool isHttps = Ascii.EqualsIgnoreCase(scheme, "https"u8);
        if (!isHttps && !Ascii.EqualsIgnoreCase(scheme, "http"u8))
        {
            return new Fault(RejectReason.UnsupportedScheme, target.Offset);
        }

        int authorityStart = schemeEnd + 3;
        ReadOnlySpan<byte> rest = text[authorityStart..];
        int authorityLength = rest.IndexOfAny((byte)'/', (byte)'?');
        if (authorityLength < 0)
        {
            authorityLength = rest.Length;
        }

        ReadOnlySpan<byte> authority = rest[..authorityLength];
        if (authority.Contains((byte)'@'))
        {
            return new Fault(RejectReason.UserInfoInTarget, target.Offset + authorityStart);
        }

        if (!HostSyntax.IsValid(authority))
        {
            return new Fault(RejectReason.BadTarget, target.Offset + authorityStart);
        }

        head.Form = TargetForm.Absolute;
        head.IsHttpsTarget = isHttps;
        head.Authority = new ByteRange(target.Offset + authorityStart, authorityLength);
        SplitPathAndQuery(rest[authorityLength..], target.Offset + authorityStart + authorityLength, head);
        return default;
    }

    private static void SplitPathAndQuery(ReadOnlySpan<byte> text, int offset, RequestHead head)
    {
        int mark = text.IndexOf((byte)'?');
        if (mark < 0)
        {
            head.Path = new ByteRange(offset, text.Length);
            return;
        }

        head.Path = new ByteRange(offset, mark);
        head.Query = new ByteRange(offset + mark + 1, text.Length - mark - 1);
        head.HasQuery = true;
    }
}
