using System.Buffers;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Origin;

/// <summary>The character classes and small productions of RFC 9110, 9112 and 3986 that the reader needs.</summary>
internal static partial class HttpGrammar
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // RFC 9110 §5.6.2
    private static readonly SearchValues<char> s_token = SearchValues.Create(Alphanumeric + "!#$%&'*+-.^_`|~");

    // RFC 3986 §2 without "#", which starts a fragment and has no place in a request-target.
    private static readonly SearchValues<char> s_target = SearchValues.Create(Alphanumeric + "-._~:/?[]@!$&'()*+,;=%");

    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(s_token);

    public static bool IsTarget(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(s_target);

    /// <summary>field-value, RFC 9110 §5.5: visible octets, obs-text, SP and HTAB.</summary>
    public static bool IsFieldValue(string text) => text.All(octet => octet is '\t' or (>= ' ' and not '\x7f'));

    /// <summary>Content-Length, RFC 9110 §8.6: digits only, and few enough to fit into 64 bits.</summary>
    public static bool IsDecimal(string text) => text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit);

    /// <summary>Host, RFC 9110 §7.2. Of the sub-delims that a reg-name may hold none ever occurs in a host of S3; they are refused.</summary>
    [GeneratedRegex(@"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~]+)(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    public static partial Regex Host();

    /// <summary>chunk-size [ chunk-ext ], RFC 9112 §7.1; at most 15 digits, so that the number fits into 63 bits.</summary>
    [GeneratedRegex(
        """^(?<size>[0-9A-Fa-f]{1,15})([ \t]*;[ \t]*[!#$%&'*+\-.^_`|~0-9A-Za-z]+([ \t]*=[ \t]*([!#$%&'*+\-.^_`|~0-9A-Za-z]+|"([\t \x21\x23-\x5B\x5D-\x7E\x80-\xFF]|\\[\t \x21-\x7E\x80-\xFF])*"))?)*\z""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    public static partial Regex ChunkLine();
}
