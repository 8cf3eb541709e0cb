using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>The texts of the case files: escapes \r \n \t \\ \xHH, and {words} for what a case cannot or need not spell out.</summary>
internal static partial class WireText
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The text's octets as Latin-1 characters. {signature} stays, for <see cref="Matches"/>.</summary>
    public static string Decode(string text)
    {
        text = text
            .Replace("{via}", @"Via: 1.1 aws-auth-fast-proxy\r\n", StringComparison.Ordinal)
            .Replace("{date}", "Sun, 22 Nov 2026 12:00:00 GMT", StringComparison.Ordinal)
            .Replace("{amzdate}", "20261122T120000Z", StringComparison.Ordinal)
            .Replace("{empty}", EmptyHash, StringComparison.Ordinal);
        text = Authorization().Replace(
            text,
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/s3/aws4_request,SignedHeaders=$1,Signature={signature}\\r\\n");
        return Escape().Replace(text, static match => match.Value[1] switch
        {
            'r' => "\r",
            'n' => "\n",
            't' => "\t",
            '\\' => "\\",
            _ => ((char)int.Parse(match.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        });
    }

    public static byte[] Bytes(string decoded) => Encoding.Latin1.GetBytes(decoded);

    /// <summary>How long a text is that <see cref="Matches"/>.</summary>
    public static int LengthOf(string expected) => expected.Replace("{signature}", EmptyHash, StringComparison.Ordinal).Length;

    public static bool Matches(string expected, string actual) =>
        Regex.IsMatch(actual, $"\\A{Regex.Escape(expected).Replace("\\{signature}", "[0-9a-f]{64}", StringComparison.Ordinal)}\\z", RegexOptions.Singleline);

    /// <summary>
    /// The same with each run of chunks as one: how a body is cut into chunks means nothing (RFC 9112 §7.1). What is no whole chunk-size
    /// line at the end is left out.
    /// </summary>
    public static string MergeChunks(string wire)
    {
        var merged = new StringBuilder();
        int position = 0;
        while (true)
        {
            int field = wire.IndexOf("Transfer-Encoding: chunked\r\n", position, StringComparison.Ordinal);
            int head = field < 0 ? -1 : wire.IndexOf("\r\n\r\n", field, StringComparison.Ordinal);
            if (head < 0)
            {
                return merged.Append(wire, position, wire.Length - position).ToString();
            }

            merged.Append(wire, position, head + 4 - position);
            position = MergeBody(wire, head + 4, merged);
        }
    }

    private static int MergeBody(string wire, int position, StringBuilder merged)
    {
        var data = new StringBuilder();
        while (true)
        {
            int line = wire.IndexOf("\r\n", position, StringComparison.Ordinal);
            if (line < 0)
            {
                position = wire.Length;
                break;
            }

            int size = int.Parse(wire.AsSpan(position, line - position), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            position = line + 2;
            if (size == 0)
            {
                AppendData(merged, data).Append("0\r\n\r\n");
                return position + 2;
            }

            int there = Math.Min(size, wire.Length - position);
            data.Append(wire, position, there);
            position = Math.Min(position + there + 2, wire.Length);
        }

        AppendData(merged, data);
        return position;
    }

    private static StringBuilder AppendData(StringBuilder merged, StringBuilder data) => data.Length == 0
        ? merged
        : merged.Append(CultureInfo.InvariantCulture, $"{data.Length:x}\r\n").Append(data).Append("\r\n");

    [GeneratedRegex(@"\{auth ([a-z0-9;-]+)\}")]
    private static partial Regex Authorization();

    [GeneratedRegex(@"\\(x[0-9a-fA-F]{2}|.)")]
    private static partial Regex Escape();
}
