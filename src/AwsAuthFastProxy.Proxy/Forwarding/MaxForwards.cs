using System.Buffers.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Max-Forwards (RFC 9110 §7.6.2): how many more proxies an OPTIONS request may pass. Elsewhere the field is a field like others.</summary>
internal static class MaxForwards
{
    /// <summary>The number in <paramref name="value"/>; false where it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out long hops) =>
        Utf8Parser.TryParse(value, out hops, out int length) && length == value.Length && hops >= 0;

    /// <summary>The number in the first such field of a request; false without one.</summary>
    public static bool TryRead(RequestHead head, ReadOnlySpan<byte> bytes, out long hops)
    {
        hops = 0;
        return head.Fields.TryGetValue(FieldName.MaxForwards, bytes, out ReadOnlySpan<byte> value) && TryRead(value, out hops);
    }
}
