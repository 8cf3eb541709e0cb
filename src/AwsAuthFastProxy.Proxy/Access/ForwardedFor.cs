using System.Net;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// Whom a request comes from when trusted proxies stand between: X-Forwarded-For is read from its end, past every hop that is trusted. What
/// stands before the first that is not, anybody may have written.
/// </summary>
internal static class ForwardedFor
{
    /// <summary>Fields that say whom and what a proxy forwards for; from others than trusted proxies they are a stranger's claim.</summary>
    public static readonly ulong Fields =
        FieldTable.Bit(FieldName.Forwarded) | FieldTable.Bit(FieldName.XForwardedFor)
        | FieldTable.Bit(FieldName.XForwardedHost) | FieldTable.Bit(FieldName.XForwardedProto);

    /// <summary>The client's address; nobody known when a trusted proxy wrote something that is no address.</summary>
    /// <param name="trusted">The proxies.</param>
    /// <param name="peer">Who speaks to us.</param>
    /// <param name="fields">The request's field lines.</param>
    /// <param name="bytes">Its head.</param>
    public static ClientAddress Resolve(AddressSet trusted, ClientAddress peer, FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<FieldLine> lines = fields.Lines;
        for (int i = lines.Length - 1; i >= 0 && IsTrusted(trusted, peer); i--)
        {
            if (lines[i].Known != FieldName.XForwardedFor)
            {
                continue;
            }

            ReadOnlySpan<byte> rest = lines[i].Value(bytes);
            while (!rest.IsEmpty && IsTrusted(trusted, peer))
            {
                int comma = rest.LastIndexOf((byte)',');
                if (!TryParseHop(rest[(comma + 1)..].Trim(" \t"u8), out peer))
                {
                    return ClientAddress.Unknown;
                }

                rest = comma < 0 ? default : rest[..comma];
            }
        }

        return peer;
    }

    public static bool IsTrusted(AddressSet trusted, in ClientAddress address) => address.IsKnown && trusted.Find(address.Value) == true;

    /// <summary>An address; some proxies add a port, IPv6 then stands in brackets.</summary>
    private static bool TryParseHop(ReadOnlySpan<byte> hop, out ClientAddress address)
    {
        if (hop.StartsWith("["u8))
        {
            int end = hop.IndexOf((byte)']');
            hop = end < 0 || (end + 1 < hop.Length && hop[end + 1] != ':') ? default : hop[1..end];
        }
        else if (hop.Count((byte)':') == 1)
        {
            hop = hop[..hop.IndexOf((byte)':')];
        }

        bool isAddress = AddressText.TryParse(hop, out IPAddress? parsed);
        address = isAddress ? ClientAddress.Of(parsed!) : ClientAddress.Unknown;
        return isAddress;
    }
}
