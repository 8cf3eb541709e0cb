using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>Reads a chunked body as it is framed by a peer that frames it well, and compares each byte.</summary>
internal static class ChunkedBody
{
    /// <param name="window">Where it comes from.</param>
    /// <param name="key">Whose bytes they are to be.</param>
    /// <param name="size">How many there are to be.</param>
    public static async ValueTask<BodyEnd> CompareAsync(SocketWindow window, ulong key, long size)
    {
        long offset = 0;
        while (true)
        {
            int line = await window.LineAsync();
            if (line < 0)
            {
                return BodyEnd.Cut;
            }

            if (!int.TryParse(Encoding.Latin1.GetString(window.Unread[..(line - 2)]), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int chunk))
            {
                return BodyEnd.Wrong;
            }

            window.Consume(line);
            BodyEnd end = await window.CompareAsync(key, offset, chunk);
            offset += chunk;
            int rest = end == BodyEnd.Whole ? await window.LineAsync() : -1;
            if (rest < 0)
            {
                return end == BodyEnd.Wrong ? BodyEnd.Wrong : BodyEnd.Cut;
            }

            window.Consume(rest);
            if (rest != 2)
            {
                return BodyEnd.Wrong;
            }

            if (chunk == 0)
            {
                return offset == size ? BodyEnd.Whole : BodyEnd.Wrong;
            }
        }
    }
}
