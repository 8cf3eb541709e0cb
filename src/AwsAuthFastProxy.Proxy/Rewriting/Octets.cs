using System.Buffers;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>Octets that stand for themselves, in the form of what they become part of.</summary>
internal static class Octets
{
    // What neither ends nor splits a path, a segment's name, a query, or a parameter (RFC 3986 §3.3, §3.4; a plus is a space to many).
    private static readonly SearchValues<byte> s_kept =
        SearchValues.Create("/-._~!$'()*,:@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Writes decoded octets.</summary>
    public static void Write(ref HeadWriter writer, scoped ReadOnlySpan<byte> octets, TextForm form)
    {
        if (form == TextForm.Plain)
        {
            writer.Write(octets);
            return;
        }

        while (!octets.IsEmpty)
        {
            int run = form == TextForm.Target ? octets.IndexOfAnyExcept(s_kept) : octets.IndexOfAny(Grammar.Control);
            writer.Write(run < 0 ? octets : octets[..run]);
            if (run < 0)
            {
                return;
            }

            if (form == TextForm.Target)
            {
                WriteEncoded(ref writer, octets[run]);
            }

            octets = octets[(run + 1)..];
        }
    }

    /// <summary>Decodes a path that was found well-formed, and writes its octets.</summary>
    public static void WriteDecoded(ref HeadWriter writer, scoped ReadOnlySpan<byte> path, TextForm form)
    {
        while (!path.IsEmpty)
        {
            int percent = path.IndexOf((byte)'%');
            Write(ref writer, percent < 0 ? path : path[..percent], form);
            if (percent < 0)
            {
                return;
            }

            path = path[percent..];
            bool isEncoded = path.Length > 2 && (Nibble(path[1]) | Nibble(path[2])) >= 0;
            byte octet = isEncoded ? (byte)((Nibble(path[1]) << 4) | Nibble(path[2])) : path[0];
            Write(ref writer, [octet], form);
            path = path[(isEncoded ? 3 : 1)..];
        }
    }

    private static void WriteEncoded(ref HeadWriter writer, byte octet)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        writer.Write([(byte)'%', digits[octet >> 4], digits[octet & 15]]);
    }

    private static int Nibble(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
