using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Http.Tests;

/// <summary>
/// The chunked coding read the plain way, over text and with the productions of RFC 9112 §7.1 as patterns. It knows no limits.
/// A line that is not whole yet it leaves open, so its answer "need more" may be a rejection elsewhere.
/// </summary>
internal static partial class SlowChunkedDecoder
{
    public static ChunkedOutcome Decode(byte[] bytes)
    {
        string text = Encoding.Latin1.GetString(bytes);
        int position = 0;
        StringBuilder data = new();
        while (true)
        {
            if (!TakeLine(text, ref position, out string line))
            {
                return Outcome(ChunkStatus.NeedMore, data, position);
            }

            Match match = ChunkLine().Match(line);
            BigInteger size = match.Success
                ? BigInteger.Parse("0" + match.Groups["size"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : -1;
            if (size < 0 || size > long.MaxValue)
            {
                return Outcome(ChunkStatus.Rejected, data, position);
            }

            if (size == 0)
            {
                return Trailers(text, position, data);
            }

            int available = (int)BigInteger.Min(size, text.Length - position);
            data.Append(text.AsSpan(position, available));
            position += available;
            ReadOnlySpan<char> rest = text.AsSpan(position);
            if (available < size || (rest.Length < 2 && "\r\n".StartsWith(rest, StringComparison.Ordinal)))
            {
                return Outcome(ChunkStatus.NeedMore, data, text.Length);
            }

            if (!rest.StartsWith("\r\n", StringComparison.Ordinal))
            {
                return Outcome(ChunkStatus.Rejected, data, position);
            }

            position += 2;
        }
    }

    private static ChunkedOutcome Trailers(string text, int position, StringBuilder data)
    {
        while (TakeLine(text, ref position, out string line))
        {
            if (line.Length == 0)
            {
                return Outcome(ChunkStatus.Done, data, position);
            }

            if (!Trailer().IsMatch(line))
            {
                return Outcome(ChunkStatus.Rejected, data, position);
            }
        }

        return Outcome(ChunkStatus.NeedMore, data, position);
    }

    private static bool TakeLine(string text, ref int position, out string line)
    {
        int end = text.IndexOf("\r\n", position, StringComparison.Ordinal);
        line = end < 0 ? "" : text[position..end];
        position = end < 0 ? position : end + 2;
        return end >= 0;
    }

    private static ChunkedOutcome Outcome(ChunkStatus status, StringBuilder data, int consumed) => new(
        status,
        WireText.Encode(Encoding.Latin1.GetBytes(data.ToString())),
        consumed,
        RejectReason.None);

    private const string Token = @"[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private const string Quoted = @"""(?:[\t \x21\x23-\x5B\x5D-\x7E\x80-\xFF]|\\[\t \x21-\x7E\x80-\xFF])*""";

    [GeneratedRegex(
        $@"\A(?<size>[0-9A-Fa-f]+)(?:[ \t]*;[ \t]*{Token}(?:[ \t]*=[ \t]*(?:{Token}|{Quoted}))?)*\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex ChunkLine();

    [GeneratedRegex($@"\A{Token}:[\t \x21-\x7E\x80-\xFF]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Trailer();
}
