using System.Buffers;
using System.Net;
using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>Finds what variables with a name in them show: parameters, fields, cookies; and writes hosts and addresses.</summary>
internal static class RequestParts
{
    private const int MaxHost = 256;
    private const int MaxAddress = 64;

    /// <summary>The raw value of the first parameter of a name, without regard to case as in nginx; else empty.</summary>
    public static ReadOnlySpan<byte> Argument(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name)
    {
        while (!query.IsEmpty)
        {
            int end = query.IndexOf((byte)'&');
            ReadOnlySpan<byte> parameter = end < 0 ? query : query[..end];
            if (parameter.Length > name.Length && parameter[name.Length] == '=' && Ascii.EqualsIgnoreCase(parameter[..name.Length], name))
            {
                return parameter[(name.Length + 1)..];
            }

            query = end < 0 ? default : query[(end + 1)..];
        }

        return default;
    }

    /// <summary>The value of the first field of a name, which is lower case with underscores for hyphens.</summary>
    public static ReadOnlySpan<byte> Field(FieldTable fields, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly FieldLine field in fields.Lines)
        {
            if (field.NameLength == name.Length && IsName(field.Name(bytes), name))
            {
                return field.Value(bytes);
            }
        }

        return default;
    }

    /// <summary>The value of a cookie (RFC 6265 §4.2.1), else empty.</summary>
    public static ReadOnlySpan<byte> Cookie(FieldTable fields, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly FieldLine field in fields.Lines)
        {
            if (field.NameLength != 6 || !IsName(field.Name(bytes), "cookie"u8))
            {
                continue;
            }

            for (ReadOnlySpan<byte> rest = field.Value(bytes); !rest.IsEmpty;)
            {
                int end = rest.IndexOf((byte)';');
                ReadOnlySpan<byte> pair = (end < 0 ? rest : rest[..end]).Trim(" \t"u8);
                if (pair.Length > name.Length && pair[name.Length] == '=' && Ascii.EqualsIgnoreCase(pair[..name.Length], name))
                {
                    return pair[(name.Length + 1)..];
                }

                rest = end < 0 ? default : rest[(end + 1)..];
            }
        }

        return default;
    }

    /// <summary>The host asked for in lower case without its port, or the server's name where the client named none.</summary>
    public static void WriteHost(ref HeadWriter writer, ReadOnlySpan<byte> host, ReadOnlySpan<byte> serverName)
    {
        int colon = host.LastIndexOf((byte)':');
        host = colon >= 0 && host.LastIndexOf((byte)']') < colon ? host[..colon] : host;
        if (host.EndsWith("."u8))
        {
            host = host[..^1];
        }

        Span<byte> lower = stackalloc byte[MaxHost];
        bool isShort = Ascii.ToLower(host, lower, out int written) == OperationStatus.Done;
        writer.Write(host.IsEmpty ? serverName : isShort ? lower[..written] : host);
    }

    /// <summary>An address, which mostly is the socket's: making another allocates.</summary>
    public static void WriteAddress(ref HeadWriter writer, in ClientAddress client, Connection? connection)
    {
        if (connection?.RemoteEndPoint is { } remote && ClientAddress.Of(remote) == client)
        {
            WriteAddress(ref writer, remote.Address);
        }
        else if (client.IsKnown)
        {
            WriteAddress(ref writer, AddressBlock.ToAddress(client.Value));
        }
    }

    /// <summary>An IPv4 address that came over an IPv6 socket is written as the IPv4 address it is.</summary>
    public static void WriteAddress(ref HeadWriter writer, IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> text = stackalloc byte[MaxAddress];
        if (address.TryFormat(text, out int written))
        {
            writer.Write(text[..written]);
        }
    }

    /// <summary>X-Forwarded-For with the client's address at its end. What a stranger claimed, which is dropped, does not stand before it.</summary>
    public static void WriteForwardedFor(ref HeadWriter writer, in TextSource source)
    {
        FieldTable fields = source.Head.Fields;
        for (int i = fields.IndexOf(FieldName.XForwardedFor); i >= 0; i = fields.NextOf(FieldName.XForwardedFor, i))
        {
            FieldLine line = fields.Lines[i];
            if (!line.Dropped && line.ValueLength > 0)
            {
                writer.Write(line.Value(source.Bytes));
                writer.Write(", "u8);
            }
        }

        // Whom we speak with is who comes next in the row, not whom we made out behind it.
        WriteAddress(ref writer, source.Values.Peer, source.Values.Connection);
    }

    private static bool IsName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted)
    {
        for (int i = 0; i < name.Length; i++)
        {
            byte octet = name[i];
            octet = octet is >= (byte)'A' and <= (byte)'Z' ? (byte)(octet | 0x20) : octet == '-' ? (byte)'_' : octet;
            byte other = wanted[i] == '-' ? (byte)'_' : wanted[i];
            if (octet != other)
            {
                return false;
            }
        }

        return true;
    }
}
