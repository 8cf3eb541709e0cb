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
        string rest = Encoding.Latin1.GetString(bytes);
        StringBuilder data = new();
        while (true)
        {
            if (!TakeLine(ref rest, out string line))
            {
                return Outcome(ChunkStatus.NeedMore, data, bytes, rest);
            }

            Match match = ChunkLine().Match(line);
            BigInteger size = match.Success
                ? BigInteger.Parse("0" + match.Groups["size"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : -1;
            if (size < 0 || size > long.MaxValue)
            {
                return Outcome(ChunkStatus.Rejected, data, bytes, rest);
            }

            if (size == 0)
            {
                return Trailers(rest, data, bytes);
            }

            int available = (int)BigInteger.Min(size, rest.Length);
            data.Append(rest.AsSpan(0, available));
            rest = rest[available..];
            if (available < size || (rest.Length < 2 && "\r\n".StartsWith(rest, StringComparison.Ordinal)))
            {
                return Outcome(ChunkStatus.NeedMore, data, bytes, "");
            }

            if (!rest.StartsWith("\r\n", StringComparison.Ordinal))
            {
                return Outcome(ChunkStatus.Rejected, data, bytes, rest);
            }

            rest = rest[2..];
        }
    }

    private static ChunkedOutcome Trailers(string rest, StringBuilder data, byte[] bytes)
    {
        while (TakeLine(ref rest, out string line))
        {
            if (line.Length == 0)
            {
                return Outcome(ChunkStatus.Done, data, bytes, rest);
            }

            if (!Trailer().IsMatch(line))
            {
                return Outcome(ChunkStatus.Rejected, data, bytes, rest);
            }
        }

        return Outcome(ChunkStatus.NeedMore, data, bytes, rest);
    }

    private static bool TakeLine(ref string rest, out string line)
    {
        int end = rest.IndexOf("\r\n", StringComparison.Ordinal);
        line = end < 0 ? "" : rest[..end];
        rest = end < 0 ? rest : rest[(end + 2)..];
        return end >= 0;
    }

    private static ChunkedOutcome Outcome(ChunkStatus status, StringBuilder data, byte[] bytes, string rest) => new(
        status,
        WireText.Encode(Encoding.Latin1.GetBytes(data.ToString())),
        bytes.Length - rest.Length,
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
