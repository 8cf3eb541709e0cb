using System.Buffers;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>Octets that stand for themselves, in the form of what they become part of.</summary>
internal static class Octets
{
    // What neither ends nor splits a path, a segment's name, a query, or a parameter (RFC 3986 §3.3, §3.4; a plus is a space to many).
    private static readonly SearchValues<byte> s_kept =
        SearchValues.Create("/-._~!$'()*,:@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> s_canonical =
        SearchValues.Create("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // A semicolon splits queries for some.
    private static readonly SearchValues<byte> s_part = SearchValues.Create([.. Enumerable.Range(0, 256).Select(static octet => (byte)octet).Except("?#&;"u8.ToArray())]);

    // A location may have a fragment (RFC 9110 §10.2.2).
    private static readonly SearchValues<byte> s_location = SearchValues.Create(
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>Whether raw text holds octets that no target, or no location, may hold.</summary>
    public static bool AreOdd(ReadOnlySpan<byte> raw, bool isLocation) => raw.ContainsAnyExcept(isLocation ? s_location : Grammar.Target);

    /// <summary>Writes raw text, such octets encoded: operators write spaces and letters of all kinds.</summary>
    public static void WriteEncodingOdd(ref HeadWriter writer, scoped ReadOnlySpan<byte> raw, bool isLocation) =>
        WriteKeeping(ref writer, raw, isLocation ? s_location : Grammar.Target);

    /// <summary>Writes a decoded path in canonical form, as <see cref="SigV4.CanonicalPath"/> has it.</summary>
    public static void WriteCanonical(ref HeadWriter writer, scoped ReadOnlySpan<byte> octets) => WriteKeeping(ref writer, octets, s_canonical);

    /// <summary>Writes decoded octets.</summary>
    public static void Write(ref HeadWriter writer, scoped ReadOnlySpan<byte> octets, TextForm form)
    {
        if (form == TextForm.Plain)
        {
            writer.Write(octets);
            return;
        }

        if (form is TextForm.Target or TextForm.Location)
        {
            WriteKeeping(ref writer, octets, s_kept);
            return;
        }

        while (!octets.IsEmpty)
        {
            int control = octets.IndexOfAny(Grammar.Control);
            writer.Write(control < 0 ? octets : octets[..control]);
            octets = control < 0 ? default : octets[(control + 1)..];
        }
    }

    /// <summary>Writes raw text of the client's that is one part of what it becomes: in a target it neither begins nor splits a query.</summary>
    public static void WritePart(ref HeadWriter writer, scoped ReadOnlySpan<byte> raw, TextForm form)
    {
        if (form == TextForm.Target)
        {
            WriteKeeping(ref writer, raw, s_part);
        }
        else
        {
            writer.Write(raw);
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

    private static void WriteKeeping(ref HeadWriter writer, scoped ReadOnlySpan<byte> octets, SearchValues<byte> kept)
    {
        while (!octets.IsEmpty)
        {
            int odd = octets.IndexOfAnyExcept(kept);
            writer.Write(odd < 0 ? octets : octets[..odd]);
            if (odd < 0)
            {
                return;
            }

            WriteEncoded(ref writer, octets[odd]);
            octets = octets[(odd + 1)..];
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
