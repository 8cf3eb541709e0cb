using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Fuzz.Bytes;

/// <summary>
/// A whole aws-chunked body read the plain way, over text and with patterns (Amazon S3 API reference, "Transferring Payload in Multiple
/// Chunks", and the same with trailing headers).
/// </summary>
/// <param name="Data">The object's bytes, as Latin-1.</param>
/// <param name="Consumed">How many bytes the body has.</param>
/// <param name="TrailerValue">The announced checksum, or empty.</param>
internal sealed partial record NaiveAwsChunks(string Data, int Consumed, string TrailerValue)
{
    private const int MostTrailerLine = 256;
    private const int MostValue = 44;

    /// <summary>The body, or null when it is not whole or not one.</summary>
    public static NaiveAwsChunks? Decode(string text, bool isSigned, bool isTrailerSigned, string? trailer)
    {
        var data = new StringBuilder();
        int position = 0;
        while (true)
        {
            Match line = (isSigned ? SignedLine() : PlainLine()).Match(text, position);
            if (!line.Success || !ulong.TryParse(line.Groups["size"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong size) || size > long.MaxValue)
            {
                return null;
            }

            position += line.Length;
            if (size == 0)
            {
                return Trailers(text, position, data.ToString(), isTrailerSigned, trailer);
            }

            if (size > (ulong)Math.Max(0, text.Length - position - 2) || text.Substring(position + (int)size, 2) != "\r\n")
            {
                return null;
            }

            data.Append(text, position, (int)size);
            position += (int)size + 2;
        }
    }

    private static NaiveAwsChunks? Trailers(string text, int position, string data, bool isTrailerSigned, string? trailer)
    {
        string? value = null;
        bool hasSignature = false;
        while (!(position + 2 <= text.Length && text.AsSpan(position, 2).SequenceEqual("\r\n")))
        {
            Match line = TrailerLine().Match(text, position);
            if (!line.Success || line.Groups["line"].Length > MostTrailerLine || hasSignature)
            {
                return null;
            }

            position += line.Length;
            string[] parts = line.Groups["line"].Value.Split(':', 2);
            string name = parts[0].ToLowerInvariant();
            if (parts.Length == 2 && isTrailerSigned && name == "x-amz-trailer-signature")
            {
                hasSignature = true;
            }
            else if (parts.Length == 2 && value is null && trailer is not null && name == trailer && parts[1].Trim(' ').Length <= MostValue)
            {
                value = parts[1].Trim(' ');
            }
            else
            {
                return null;
            }
        }

        return (trailer is null || value is not null) && hasSignature == isTrailerSigned
            ? new NaiveAwsChunks(data, position + 2, value ?? "")
            : null;
    }

    [GeneratedRegex(@"\G(?<size>[0-9A-Fa-f]{1,16});chunk-signature=[0-9A-Fa-f*]{64,144}\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex SignedLine();

    [GeneratedRegex(@"\G(?<size>[0-9A-Fa-f]{1,16})\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex PlainLine();

    [GeneratedRegex(@"\G(?<line>[\x20-\x7E\x80-\xFF]+)\n?\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex TrailerLine();
}
