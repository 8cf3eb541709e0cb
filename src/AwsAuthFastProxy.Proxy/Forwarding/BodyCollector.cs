using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.SigV4.Checksums;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Reads a request body whole, whatever its framing, up to a limit. Reused.</summary>
internal sealed class BodyCollector(Loop loop)
{
    private readonly PacedConnections _waits = new(loop);
    private readonly AwsChunkedSource _awsChunks = new();
    private readonly Checksum _checksum = new();
    private ConnectionReader _source = null!;
    private PayloadPlan _plan;
    private BodyKind _kind;
    private ChunkedDecoder _chunks;
    private long _remaining;

    /// <summary>Reads the body. <see cref="RelayOutcome.Side.Sink"/> says that there is no memory for it.</summary>
    /// <param name="source">The client.</param>
    /// <param name="framing">How the body's end is found.</param>
    /// <param name="plan">What its head says of it.</param>
    /// <param name="body">Takes it; empty.</param>
    /// <param name="pace">How long the client may keep us waiting.</param>
    /// <param name="overhead">Bytes of chunk framing allowed beyond what the data excuse.</param>
    /// <param name="limit">Most bytes of the body.</param>
    /// <param name="memoryLimit">Most bytes of memory for all such bodies.</param>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    public async ValueTask<RelayOutcome> CollectAsync(
        Connection source, BodyFraming framing, PayloadPlan plan, CollectedBody body, Pace pace, int overhead, long limit, long memoryLimit)
    {
        Begin(source, framing, plan, pace, overhead);
        while (true)
        {
            AwsChunkStep step = Next();
            switch (step.Status)
            {
                case ChunkStatus.Rejected:
                    return RelayOutcome.BadFraming(step.Reason);
                case ChunkStatus.Done:
                    return Complete(body);
                case ChunkStatus.Data:
                    if (body.Length + step.DataLength > limit)
                    {
                        return RelayOutcome.BadFraming(RejectReason.BodyTooLarge);
                    }

                    _checksum.Append(_source.Unread[..step.DataLength]);
                    if (!body.TryAppend(_source.Unread[..step.DataLength], memoryLimit))
                    {
                        return RelayOutcome.SinkFailed(IoStatus.WindowFull);
                    }

                    _source.Consume(step.DataLength);
                    continue;
            }

            _source.BlockSize = plan.Length is >= 0 and <= BufferPool.SmallSize ? BufferPool.SmallSize : BufferPool.LargeSize;
            ValueTask<IoStatus> fill = _source.FillAsync();
            IoStatus filled = fill.IsCompleted ? await fill : await _waits.ReadAsync(fill);
            if (filled != IoStatus.Ok)
            {
                return RelayOutcome.SourceEnded(filled);
            }

            _waits.Take(_source.UnreadLength);
        }
    }

    /// <summary>Lets go of the connection.</summary>
    public void Reset()
    {
        _waits.Release();
        _source = null!;
    }

    private void Begin(Connection source, in BodyFraming framing, in PayloadPlan plan, Pace pace, int overhead)
    {
        _source = source.Input;
        _waits.Use(_source, pace, source.Output, default);
        _plan = plan;
        _kind = framing.Kind;
        _remaining = framing.Length;
        _chunks = new ChunkedDecoder(overhead);
        _checksum.Begin(plan.SourceTrailer);
        if (plan.IsAwsChunked)
        {
            _awsChunks.Begin(plan, framing, overhead);
        }
    }

    /// <summary>The next data, at the start of the window.</summary>
    private AwsChunkStep Next()
    {
        if (_plan.IsAwsChunked)
        {
            return _awsChunks.Next(_source);
        }

        if (_kind == BodyKind.Chunked)
        {
            ChunkStep step = _chunks.Read(_source.Unread);
            _source.Consume(step.Consumed - step.DataLength);
            return new AwsChunkStep(step.Status, step.Consumed, step.DataLength, step.Reason);
        }

        int length = (int)Math.Min(_source.UnreadLength, _remaining);
        ChunkStatus status = _remaining == 0 ? ChunkStatus.Done : length == 0 ? ChunkStatus.NeedMore : ChunkStatus.Data;
        _remaining -= length;
        return new AwsChunkStep(status, length, length, RejectReason.None);
    }

    private RelayOutcome Complete(CollectedBody body)
    {
        Span<byte> value = stackalloc byte[ChecksumFields.MaxValueLength];
        value = value[.._checksum.WriteBase64(value)];
        if (_plan.SourceTrailer != ChecksumAlgorithm.None && !_awsChunks.TrailerValue.SequenceEqual(value))
        {
            return RelayOutcome.BadFraming(RejectReason.ChecksumMismatch);
        }

        body.Complete(_plan.SourceTrailer, value);
        return RelayOutcome.Done;
    }
}
