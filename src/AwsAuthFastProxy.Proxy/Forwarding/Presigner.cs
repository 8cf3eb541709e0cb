using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Makes a URL out of a composed request by which its client can do the same at the upstream itself, for a while.</summary>
/// <remarks>Amazon S3 API reference, "Authenticating Requests: Using Query Parameters".</remarks>
internal sealed class Presigner(ComposedRequest reader, HeadSigner signing)
{
    /// <summary>Writes the URL; false when it does not fit.</summary>
    /// <param name="composed">The head as it would be sent upstream.</param>
    /// <param name="upstream">Where it would be sent; S3.</param>
    /// <param name="signer">Signs.</param>
    /// <param name="slot">Gave the signer, and has its time.</param>
    /// <param name="expires">Seconds the URL is good for.</param>
    /// <param name="destination">Takes the URL.</param>
    /// <param name="length">Bytes written.</param>
    public bool TryWrite(
        ReadOnlySpan<byte> composed, Upstream upstream, RequestSigner signer, SignerSlot slot, int expires, Span<byte> destination, out int length)
    {
        length = 0;
        if (!reader.TryRead(composed))
        {
            return false;
        }

        RequestHead head = reader.Head;
        ReadOnlySpan<byte> path = reader.Path(composed);
        ReadOnlySpan<byte> payload = reader.PayloadHashOf(composed, upstream.IsS3);
        // Only a client that vouched for its body repeats the hash to S3.
        bool vouched = payload.Length == PayloadHash.HexLength && !payload.SequenceEqual(PayloadHash.EmptySha256);
        var request = new RequestToSign
        {
            Method = head.MethodName.Of(composed),
            CanonicalPath = signing.CanonicalPathOf(upstream, path),
            CanonicalQuery = reader.Query,
            Head = composed,
            Fields = reader.FieldsOfClient(composed, vouched),
            PayloadHash = vouched ? payload : PayloadHash.Unsigned,
            Time = slot.Time,
        };
        var writer = new HeadWriter(destination);
        writer.Write(upstream.Model.Tls is null ? "http://"u8 : "https://"u8);
        writer.Write(head.Host.Of(composed));
        writer.Write(path);
        writer.Write("?"u8);
        writer.Write(signing.Sign(signer, request, HeadSigner.Expires(expires, slot)));
        length = writer.Length;
        return !writer.Overflowed;
    }
}
