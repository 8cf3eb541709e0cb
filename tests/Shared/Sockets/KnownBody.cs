using System.Globalization;

namespace AwsAuthFastProxy.Tests.Shared.Sockets;

/// <summary>Bodies that anybody can make anew from the target alone, so that a byte of another's shows.</summary>
public static class KnownBody
{
    private const int DefaultLength = 1000;

    /// <summary>The content of <paramref name="target"/>: as many bytes as the number that its path ends with says.</summary>
    public static byte[] Of(string target)
    {
        string path = target.Split('?')[0];
        string last = path[(path.LastIndexOf('/') + 1)..];
        int length = int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : DefaultLength;
        ulong state = 14695981039346656037;
        foreach (char letter in path)
        {
            state = (state ^ letter) * 1099511628211;
        }

        byte[] body = new byte[length];
        for (int i = 0; i < length; i++)
        {
            // xorshift64*
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            body[i] = (byte)((state * 2685821657736338717) >> 56);
        }

        return body;
    }
}
