using System.Diagnostics.CodeAnalysis;
using System.Text;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>Paths and prefixes of paths, brought into the one form that is matched, sent and signed.</summary>
internal static class UrlPath
{
    /// <summary>Decodes once and encodes once (see <see cref="CanonicalPath.WriteS3"/>).</summary>
    public static bool TryWrite(string text, out string path, [NotNullWhen(false)] out string? reason)
    {
        path = "";
        if (!text.StartsWith('/'))
        {
            reason = "a path begins with '/'";
            return false;
        }

        var raw = Encoding.UTF8.GetBytes(text);
        var canonical = new byte[CanonicalPath.MaxLength(raw.Length)];
        switch (CanonicalPath.WriteS3(raw, canonical, out var written))
        {
            case CanonicalStatus.Ok:
                path = Encoding.ASCII.GetString(canonical, 0, written);
                reason = null;
                return true;
            case CanonicalStatus.MalformedPercentEncoding:
                reason = "a '%' in a path is followed by two hexadecimal digits; write %25 for the sign itself";
                return false;
            default:
                reason = "a path holds no spaces, controls, '?', '#', NUL or letters beyond ASCII; percent-encode them (a space is %20)";
                return false;
        }
    }

    /// <summary>The prefix without the one slash at its end, so that what follows it begins with a slash.</summary>
    public static string WithoutEndSlash(string path) => path.EndsWith('/') ? path[..^1] : path;
}
