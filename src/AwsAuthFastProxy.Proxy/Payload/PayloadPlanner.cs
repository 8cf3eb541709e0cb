using System.Buffers;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>Decides how a request's body is read and sent: by its framing, by what the client vouches for, and by the upstream's payload mode.</summary>
internal static class PayloadPlanner
{
    private static readonly SearchValues<byte> s_lowerHex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The plan for a request that is not signed: its body is passed on, unless the route wants its length known.</summary>
    public static PayloadPlan PlanUnsigned(Route route, in BodyFraming framing, CollectedBody? body) =>
        body is not null ? new PayloadPlan { Form = PayloadForm.Collected, Length = body.Length }
        : !framing.HasBody ? default
        : framing.Kind == BodyKind.Chunked && route.Spool > 0 ? ReadFirst(default, -1, route.Spool)
        : new PayloadPlan { Form = PayloadForm.PassedOn, Length = framing.Kind == BodyKind.Length ? framing.Length : -1 };

    /// <summary>The plan for a request that is signed.</summary>
    /// <param name="route">Its route.</param>
    /// <param name="head">Its head.</param>
    /// <param name="bytes">The bytes of the head.</param>
    /// <param name="framing">How its body ends.</param>
    /// <param name="write">What S3 makes of the body.</param>
    /// <param name="body">The body, when it has been read already.</param>
    /// <param name="bodyLimit">Most bytes of a body.</param>
    public static PayloadPlan Plan(
        Route route, RequestHead head, ReadOnlySpan<byte> bytes, in BodyFraming framing, ObjectWrite write, CollectedBody? body, long bodyLimit)
    {
        AwsChunkedHead chunked = AwsChunkedHead.Read(head.Fields, bytes);
        if (chunked.Error is { } error)
        {
            return PayloadPlan.Refused(ErrorAnswers.Of(error));
        }

        if (body is not null)
        {
            return new PayloadPlan
            {
                Form = body.Length == 0 ? PayloadForm.None : PayloadForm.Collected,
                Length = body.Length,
                IsAwsChunked = chunked.IsUsed,
            };
        }

        if (framing.HasBody && route.SendsAway(head.Method, framing))
        {
            // The body stays with the client.
            return chunked.IsUsed
                ? PayloadPlan.Refused(ErrorAnswers.Of(ProxyError.AwsChunkedBody))
                : new PayloadPlan { Form = HasOwnHash(head, bytes) ? PayloadForm.ClientHash : PayloadForm.Unsigned, Length = framing.Length };
        }

        if (!framing.HasBody)
        {
            return chunked.IsUsed ? PayloadPlan.Refused(ErrorAnswers.Of(RejectReason.BadAwsChunk)) : default;
        }

        long length = chunked.IsUsed ? chunked.Length : framing.Kind == BodyKind.Length ? framing.Length : -1;
        if (length > Math.Min(bodyLimit, AwsChunkedFraming.MaxData))
        {
            return PayloadPlan.Refused(ErrorAnswers.Of(RejectReason.BodyTooLarge));
        }

        if (length < 0)
        {
            return route.Spool > 0 ? ReadFirst(chunked, -1, route.Spool) : PayloadPlan.Refused(ErrorAnswers.Of(RejectReason.LengthRequired));
        }

        if (length == 0)
        {
            // Without a last byte to hold back, the head itself has to wait until the framing has been checked.
            return ReadFirst(chunked, 0, 0);
        }

        return !chunked.IsUsed && HasOwnHash(head, bytes)
            ? new PayloadPlan { Form = PayloadForm.ClientHash, Length = length }
            : PlanFor(route, head, bytes, chunked, write, length);
    }

    private static PayloadPlan PlanFor(
        Route route, RequestHead head, ReadOnlySpan<byte> bytes, in AwsChunkedHead chunked, ObjectWrite write, long length)
    {
        UpstreamModel upstream = route.Upstream.Model;
        bool isWrite = write != ObjectWrite.None && upstream.IsS3;
        // Chunks are signed by a chain that begins in Authorization.
        bool isUnsigned = upstream.Payload == PayloadMode.Unsigned || route.SignsQuery;
        if (upstream.Payload == PayloadMode.Buffered || !(isWrite || (upstream.Payload == PayloadMode.Unsigned && upstream.IsS3)))
        {
            // S3 takes chunks where it stores an object or a part, and nowhere else; other services take neither them nor unsigned bodies.
            return length > upstream.BufferedBytes
                ? PayloadPlan.Refused(ErrorAnswers.Of(RejectReason.BodyTooLarge))
                : ReadFirst(chunked, length, upstream.BufferedBytes);
        }

        ChecksumAlgorithm trailer = isWrite && !route.SignsQuery ? TrailerFor(upstream, head, bytes, chunked.Trailer, write) : ChecksumAlgorithm.None;
        bool hasTrailer = trailer != ChecksumAlgorithm.None;
        return new PayloadPlan
        {
            Form = isUnsigned ? (hasTrailer ? PayloadForm.ChunksWithTrailer : PayloadForm.Unsigned)
                : hasTrailer ? PayloadForm.SignedChunksWithTrailer : PayloadForm.SignedChunks,
            Length = length,
            IsAwsChunked = chunked.IsUsed,
            Source = chunked.Form,
            SourceTrailer = chunked.Trailer,
            Trailer = trailer,
        };
    }

    /// <summary>
    /// The checksum behind the body: the client's where it sent one, else the configured one. None beside one in the head, which S3 would
    /// refuse; and none of ours behind a part, whose upload was begun without.
    /// </summary>
    private static ChecksumAlgorithm TrailerFor(
        UpstreamModel upstream, RequestHead head, ReadOnlySpan<byte> bytes, ChecksumAlgorithm clients, ObjectWrite write)
    {
        bool wanted = upstream.Payload == PayloadMode.StreamingTrailer || upstream.Checksum != ChecksumAlgorithm.None;
        bool passesOn = wanted || upstream.Payload == PayloadMode.Auto;
        if (!passesOn || HasChecksum(head, bytes))
        {
            return ChecksumAlgorithm.None;
        }

        return clients != ChecksumAlgorithm.None ? clients
            : !wanted || write == ObjectWrite.Part ? ChecksumAlgorithm.None
            : upstream.Checksum == ChecksumAlgorithm.None ? ChecksumAlgorithm.Crc32
            : upstream.Checksum;
    }

    private static PayloadPlan ReadFirst(in AwsChunkedHead chunked, long length, long limit) => new()
    {
        IsReadFirst = true,
        ReadLimit = limit,
        Length = length,
        IsAwsChunked = chunked.IsUsed,
        Source = chunked.Form,
        SourceTrailer = chunked.Trailer,
    };

    /// <summary>Whether the client says what its body's SHA-256 is; S3 holds it to that.</summary>
    private static bool HasOwnHash(RequestHead head, ReadOnlySpan<byte> bytes) =>
        head.Fields.CountOf(FieldName.XAmzContentSha256) == 1
        && head.Fields.TryGetValue(FieldName.XAmzContentSha256, bytes, out ReadOnlySpan<byte> hash)
        && hash.Length == PayloadHash.HexLength && !hash.ContainsAnyExcept(s_lowerHex);

    private static bool HasChecksum(RequestHead head, ReadOnlySpan<byte> bytes)
    {
        if (head.Fields.Has(FieldName.XAmzOther))
        {
            foreach (ref readonly FieldLine line in head.Fields.Lines)
            {
                if (line is { Known: FieldName.XAmzOther, Dropped: false } && ChecksumFields.IsValue(line.Name(bytes)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
