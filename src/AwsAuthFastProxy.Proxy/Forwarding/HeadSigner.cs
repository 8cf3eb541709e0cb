using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Puts the signature into a head that is otherwise complete: as its last line, or into the query of its request line. Belongs to one
/// loop; its buffers grow to the largest head and are kept.
/// </summary>
internal sealed class HeadSigner
{
    private byte[] _path = new byte[512];
    private byte[] _query = new byte[1024];

    /// <summary>Sees each request just before it is signed; for diagnosis.</summary>
    public SigningObserver? Observer { get; set; }

    /// <summary>
    /// The path as the canonical request has it: S3's is the one that is sent; others are normalised and encoded once more. Valid until
    /// the next call.
    /// </summary>
    public ReadOnlySpan<byte> CanonicalPathOf(Upstream upstream, ReadOnlySpan<byte> sent)
    {
        if (upstream.IsS3)
        {
            return sent;
        }

        Grow(ref _path, CanonicalPath.MaxLength(sent.Length));
        CanonicalPath.WriteService(sent, _path, out int length);
        return _path.AsSpan(0, length);
    }

    /// <summary>Writes the Authorization line.</summary>
    public void WriteAuthorization(ref HeadWriter writer, RequestSigner signer, in RequestToSign request)
    {
        Observer?.Invoke(signer, request);
        writer.Write("Authorization: "u8);
        Span<byte> room = writer.Claim(signer.MaxAuthorizationLength(request));
        if (!room.IsEmpty)
        {
            writer.Unclaim(room.Length - signer.SignHeaders(request, room));
        }

        writer.Write("\r\n"u8);
    }

    /// <summary>Puts the signed query in the place of the request's own, which moves all that stands behind it.</summary>
    /// <param name="writer">Wrote the head up to its last field line into <paramref name="head"/>.</param>
    /// <param name="head">The whole buffer.</param>
    /// <param name="query">Where the request's query lies; where it is empty, the end of the path.</param>
    /// <param name="signer">Signs.</param>
    /// <param name="request">What is signed; not used after the call.</param>
    /// <param name="expires">Seconds the signature is good for.</param>
    public void SignQuery(ref HeadWriter writer, Span<byte> head, ByteRange query, RequestSigner signer, in RequestToSign request, int expires)
    {
        ReadOnlySpan<byte> signed = Sign(signer, request, expires);
        int end = writer.Length;
        int mark = query.IsEmpty ? 1 : 0;
        // A signed query is longer than the one it grew from.
        if (writer.Claim(signed.Length + mark - query.Length).IsEmpty)
        {
            return;
        }

        head[query.End..end].CopyTo(head[(query.Offset + mark + signed.Length)..]);
        if (mark > 0)
        {
            head[query.Offset] = (byte)'?';
        }

        signed.CopyTo(head[(query.Offset + mark)..]);
    }

    /// <summary>The query with the signature in it. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Sign(RequestSigner signer, in RequestToSign request, int expires)
    {
        Grow(ref _query, signer.MaxSignedQueryLength(request));
        ReadOnlySpan<byte> signed = _query.AsSpan(0, signer.SignQuery(request, expires, _query));
        Observer?.Invoke(signer, request with { CanonicalQuery = signed[..signed.LastIndexOf((byte)'&')] });
        return signed;
    }

    /// <summary>Seconds for which a signature in a query is to be good, counted from the time it is signed as.</summary>
    public static int Expires(int seconds, SignerSlot slot) => Math.Min(seconds + slot.SecondsBehind, RequestSigner.MaxExpires);

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<byte>(length);
        }
    }
}
