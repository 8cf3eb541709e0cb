using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>What the load's two ends need of a message head.</summary>
internal static class HeadText
{
    /// <summary>The value of a field, or empty.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> head, ReadOnlySpan<byte> lineStart)
    {
        int at = head.IndexOf(lineStart);
        if (at < 0)
        {
            return default;
        }

        ReadOnlySpan<byte> value = head[(at + lineStart.Length)..];
        return value[..value.IndexOf((byte)'\r')];
    }

    public static long Length(ReadOnlySpan<byte> head) =>
        Utf8Parser.TryParse(Field(head, "\r\nContent-Length: "u8), out long length, out _) ? length : -1;

    public static bool IsChunked(ReadOnlySpan<byte> head) => head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0;

    public static bool Closes(ReadOnlySpan<byte> head) => head.IndexOf("\r\nConnection: close\r\n"u8) >= 0;

    /// <summary>The numbers of a request for <c>/client/number/size</c>.</summary>
    public static (int Client, int Number, int Size) Target(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> line = head[..head.IndexOf((byte)'\r')];
        string[] parts = Encoding.ASCII.GetString(line).Split(' ')[1].Split('/');
        return (
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            int.Parse(parts[3], CultureInfo.InvariantCulture));
    }
}
