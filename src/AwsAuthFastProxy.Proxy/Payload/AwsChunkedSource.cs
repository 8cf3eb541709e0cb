using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>
/// Reads an aws-chunked body out of a connection's window, inside Content-Length or the chunked transfer coding: both framings must end
/// together, and the data must be as long as promised. Reusable.
/// </summary>
internal sealed class AwsChunkedSource
{
    private readonly AwsChunkedDecoder _decoder = new();
    private ChunkedDecoder _outer;
    private bool _hasOuter;
    private long _inPiece;
    private long _length;

    /// <summary>The trailer's checksum, once the body is done.</summary>
    public ReadOnlySpan<byte> TrailerValue => _decoder.TrailerValue;

    /// <summary>Data bytes found so far.</summary>
    public long DataBytes => _decoder.DataBytes;

    /// <summary>Begins a body; <paramref name="overhead"/> is what the chunked coding outside may cost.</summary>
    public void Begin(in PayloadPlan plan, in BodyFraming framing, int overhead)
    {
        _decoder.Begin(plan.Source, plan.SourceTrailer);
        _outer = new ChunkedDecoder(overhead);
        _hasOuter = framing.Kind == BodyKind.Chunked;
        _inPiece = _hasOuter ? 0 : framing.Length;
        _length = plan.Length;
    }

    /// <summary>
    /// Consumes framing up to the next data. With <see cref="ChunkStatus.Data"/> they are the first <see cref="AwsChunkStep.DataLength"/> bytes of
    /// the window, to be consumed by the caller before the next call.
    /// </summary>
    public AwsChunkStep Next(ConnectionReader reader)
    {
        while (true)
        {
            if (_hasOuter && _inPiece == 0)
            {
                AwsChunkStep outer = NextPiece(reader);
                if (outer.Status != ChunkStatus.Data)
                {
                    return outer;
                }
            }

            ReadOnlySpan<byte> input = reader.Unread;
            AwsChunkStep step = _decoder.Read(input[..(int)Math.Min(input.Length, _inPiece)]);
            _inPiece -= step.Consumed;
            reader.Consume(step.Consumed - step.DataLength);
            switch (step.Status)
            {
                case ChunkStatus.Data:
                    return _length >= 0 && _decoder.DataBytes > _length ? Rejected(RejectReason.DecodedLengthMismatch) : step;
                case ChunkStatus.Rejected:
                    return step;
                case ChunkStatus.Done:
                    // Nothing may stand behind it.
                    if (_inPiece > 0)
                    {
                        return Rejected(RejectReason.BadAwsChunk);
                    }

                    if (!_hasOuter)
                    {
                        return Finished();
                    }

                    continue;
                default:
                    if (_inPiece == 0 && !_hasOuter)
                    {
                        return Rejected(RejectReason.BadAwsChunk);
                    }

                    if (reader.UnreadLength == 0)
                    {
                        return step;
                    }

                    continue;
            }
        }
    }

    /// <summary>The next piece of the outer coding: <see cref="ChunkStatus.Data"/> when there is one.</summary>
    private AwsChunkStep NextPiece(ConnectionReader reader)
    {
        ChunkStep step = _outer.Read(reader.Unread);
        reader.Consume(step.Consumed - step.DataLength);
        switch (step.Status)
        {
            case ChunkStatus.Data:
                _inPiece = step.DataLength;
                return new AwsChunkStep(ChunkStatus.Data, 0, 0, RejectReason.None);
            case ChunkStatus.Done:
                return _decoder.Read(default).Status == ChunkStatus.Done ? Finished() : Rejected(RejectReason.BadAwsChunk);
            default:
                return new AwsChunkStep(step.Status, 0, 0, step.Reason);
        }
    }

    private AwsChunkStep Finished() => _length >= 0 && _decoder.DataBytes != _length
        ? Rejected(RejectReason.DecodedLengthMismatch)
        : new AwsChunkStep(ChunkStatus.Done, 0, 0, RejectReason.None);

    private static AwsChunkStep Rejected(RejectReason reason) => new(ChunkStatus.Rejected, 0, 0, reason);
}
