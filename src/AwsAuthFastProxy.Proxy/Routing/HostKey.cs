using System.Text;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>A host as routes and servers compare it: lower case, without port and without the dot of a fully qualified name.</summary>
internal static class HostKey
{
    /// <summary>Longer names are no one's.</summary>
    public const int MaxLength = 255;

    /// <summary>Writes the key; false when the name is too long.</summary>
    /// <param name="host">Host as the client named it.</param>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="key">The key, in the buffer.</param>
    public static bool TryWrite(ReadOnlySpan<byte> host, Span<byte> buffer, out ReadOnlySpan<byte> key)
    {
        key = default;
        host = WithoutPort(host);
        if (host.EndsWith("."u8))
        {
            // A fully qualified name is the same name (RFC 1034 §3.1).
            host = host[..^1];
        }

        if (host.Length > MaxLength)
        {
            return false;
        }

        Ascii.ToLower(host, buffer, out int length);
        key = buffer[..length];
        return true;
    }

    private static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> host)
    {
        int colon = host.LastIndexOf((byte)':');
        bool inBrackets = colon >= 0 && host[colon..].Contains((byte)']');
        return colon < 0 || inBrackets ? host : host[..colon];
    }
}
