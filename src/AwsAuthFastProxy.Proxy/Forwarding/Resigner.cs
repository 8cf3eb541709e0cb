using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Healing;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Signs a composed head anew for another region or time, and says what was signed in it. Host, date, token and signature change, and
/// nothing else. Belongs to one loop.
/// </summary>
internal sealed class Resigner(ComposedRequest reader, HeadSigner signing)
{
    /// <summary>Writes the head anew; false when it does not fit or there is no key.</summary>
    /// <param name="composed">The head as it was sent.</param>
    /// <param name="from">Where it was sent.</param>
    /// <param name="to">Where it is to be sent.</param>
    /// <param name="route">Its route.</param>
    /// <param name="slot">Signs for <paramref name="to"/>.</param>
    /// <param name="clock">The loop's clock.</param>
    /// <param name="destination">Takes the head.</param>
    /// <param name="length">Bytes written.</param>
    public bool TryWrite(
        ReadOnlySpan<byte> composed, Upstream from, Upstream to, Route route, SignerSlot slot, ShardClock clock, Span<byte> destination, out int length)
    {
        length = 0;
        RequestSigner? signer = slot.TryGet(clock);
        if (signer is null || !reader.TryRead(composed))
        {
            return false;
        }

        RequestHead head = reader.Head;
        var names = reader.SignedNames(composed);
        var fields = new SignedField[head.Fields.Count];
        int count = 0;
        var writer = new HeadWriter(destination);
        writer.Write(head.MethodName.Of(composed));
        writer.Write(" "u8);
        int start = writer.Length;
        writer.Write(reader.Path(composed));
        var path = new ByteRange(start, writer.Length - start);
        if (!reader.Query.IsEmpty)
        {
            writer.Write("?"u8);
            writer.Write(reader.Query);
        }

        var query = new ByteRange(writer.Length - reader.Query.Length, reader.Query.Length);
        writer.Write(" HTTP/1.1\r\n"u8);
        foreach (ref readonly FieldLine line in head.Fields.Lines)
        {
            if (line.Known == FieldName.Authorization)
            {
                continue;
            }

            ReadOnlySpan<byte> name = line.Name(composed);
            writer.Write(name);
            writer.Write(": "u8);
            int value = writer.Length;
            WriteValue(ref writer, line, composed, from, to, slot);
            if (ComposedRequest.IsIn(names, name))
            {
                fields[count++] = new SignedField(value - name.Length - 2, name.Length, value, writer.Length - value);
            }

            writer.Write("\r\n"u8);
        }

        if (writer.Overflowed)
        {
            return false;
        }

        ReadOnlySpan<byte> written = writer.Written;
        var request = new RequestToSign
        {
            Method = head.MethodName.Of(composed),
            CanonicalPath = signing.CanonicalPathOf(to, path.Of(written)),
            CanonicalQuery = query.Of(written),
            Head = written,
            Fields = fields.AsSpan(0, count),
            PayloadHash = reader.PayloadHashOf(composed, to.IsS3),
            Time = slot.Time,
        };
        if (route.SignsQuery)
        {
            signing.SignQuery(ref writer, destination, query, signer, request, HeadSigner.Expires(route.PresignExpires, slot));
        }
        else
        {
            signing.WriteAuthorization(ref writer, signer, request);
        }

        writer.EndHead();
        length = writer.Length;
        return !writer.Overflowed;
    }

    /// <summary>When the head was signed, in seconds since 1970, or null.</summary>
    public long? SignedAt(ReadOnlySpan<byte> composed) =>
        reader.TryRead(composed)
        && DateTime.TryParseExact(
            Encoding.ASCII.GetString(reader.SignedTime(composed)), "yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out DateTime time)
            ? new DateTimeOffset(time).ToUnixTimeSeconds() : null;

    /// <summary>Compares what the upstream computed with what was signed.</summary>
    /// <param name="composed">The head as it was sent.</param>
    /// <param name="upstream">Where it was sent.</param>
    /// <param name="signer">Any signer: it writes the canonical request, and signs nothing.</param>
    /// <param name="error">The upstream's error.</param>
    public SignatureDifference? Compare(ReadOnlySpan<byte> composed, Upstream upstream, RequestSigner signer, S3ErrorBody error)
    {
        if (!reader.TryRead(composed))
        {
            return null;
        }

        ReadOnlySpan<byte> query = reader.Head.Query.Of(composed);
        int signature = query.LastIndexOf("&X-Amz-Signature="u8);
        string canonical = signer.CanonicalRequest(new RequestToSign
        {
            Method = reader.Head.MethodName.Of(composed),
            CanonicalPath = signing.CanonicalPathOf(upstream, reader.Path(composed)),
            CanonicalQuery = signature < 0 ? query : query[..signature],
            Head = composed,
            Fields = reader.FieldsIn(composed, reader.SignedNames(composed)),
            PayloadHash = reader.PayloadHashOf(composed, upstream.IsS3),
            Time = default,
        });
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(canonical)));
        string toSign = $"AWS4-HMAC-SHA256\n{Encoding.ASCII.GetString(reader.SignedTime(composed))}\n{signer.Scope}\n{hash}";
        return SignatureComparison.Compare(error, canonical, toSign);
    }

    private static void WriteValue(
        ref HeadWriter writer, in FieldLine line, ReadOnlySpan<byte> composed, Upstream from, Upstream to, SignerSlot slot)
    {
        ReadOnlySpan<byte> value = line.Value(composed);
        switch (line.Known)
        {
            case FieldName.Host when value.EndsWith(from.Endpoint):
                // A bucket may stand before the endpoint.
                writer.Write(value[..^from.Endpoint.Length]);
                writer.Write(to.Endpoint);
                break;
            case FieldName.XAmzDate:
                writer.Write(slot.Time.Text);
                break;
            case FieldName.XAmzSecurityToken:
                writer.Write(slot.SessionToken);
                break;
            default:
                writer.Write(value);
                break;
        }
    }
}
