using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Moves one body from a source to a sink, straight from the receive block, holding the source back while the sink is slow. What is long
/// stays in the kernel where both sides are plain sockets. Promised lengths are kept to the byte; chunks are decoded and framed anew. What the sink has composed already leaves with the first bytes.
/// One direction of one exchange; reused.
/// </summary>
internal sealed partial class BodyRelay(Loop loop)
{
    // Of what is left when the first block has been sent; for less, a receive and a send cost no more than two splices.
    private const int InsideKernelFrom = 64 * 1024;

    private readonly PacedConnections _waits = new(loop);
    private Connection _from = null!;
    private Connection _to = null!;
    private ConnectionReader _source = null!;
    private ConnectionWriter _sink = null!;
    private long _limit;
    private int _overhead;

    /// <summary>Whether any byte is gone from the source, so that the body cannot be sent again.</summary>
    public bool Begun { get; private set; }

    /// <summary>Relays a body.</summary>
    /// <param name="source">Where it comes from; its first bytes may lie there unread.</param>
    /// <param name="sink">Where it goes.</param>
    /// <param name="framing">How its end is found.</param>
    /// <param name="chunked">Whether it is framed in chunks for the sink; only where its length is not known.</param>
    /// <param name="sourcePace">How long the source may keep us waiting.</param>
    /// <param name="sinkPace">How long the sink may.</param>
    /// <param name="limit">Most bytes of a chunked body; one more is refused as too large.</param>
    /// <param name="overhead">Bytes of chunk framing allowed beyond what the data excuse.</param>
    public ValueTask<RelayOutcome> RelayAsync(
        Connection source,
        Connection sink,
        in BodyFraming framing,
        bool chunked,
        Pace sourcePace,
        Pace sinkPace,
        long limit = long.MaxValue,
        int overhead = ChunkedDecoder.DefaultOverheadBytes)
    {
        (_from, _to) = (source, sink);
        _source = source.Input;
        _sink = sink.Output;
        _limit = limit;
        _overhead = overhead;
        _waits.Use(_source, sourcePace, _sink, sinkPace);
        Begun = false;
        return framing.Kind switch
        {
            // Without a body too the composed head is sent.
            BodyKind.None => RelayLengthAsync(0),
            BodyKind.Length => RelayLengthAsync(framing.Length),
            BodyKind.Chunked => RelayChunksAsync(chunked),
            _ => RelayUntilCloseAsync(chunked),
        };
    }

    /// <summary>Ends a wait for the source. One for the sink ends with the sink's connection.</summary>
    public void Stop() => _waits.StopReading();

    /// <summary>Lets go of the connections.</summary>
    public void Reset()
    {
        Begun = false;
        _waits.Release();
        _from = _to = null!;
        _source = null!;
        _sink = null!;
    }

    private ValueTask<RelayOutcome> RelayLengthAsync(long length)
    {
        if (length > _source.UnreadLength || (length == 0 && _sink.Composed == 0))
        {
            return RelayRestAsync(length);
        }

        // All of it is here, and leaves at once as a rule: no state machine for that.
        int count = (int)length;
        ValueTask<IoStatus> send = _sink.SendAsync(_source.UnreadMemory[..count]);
        return send.IsCompletedSuccessfully ? new ValueTask<RelayOutcome>(EndWith(send.Result, count)) : EndWithAsync(send, count);
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> EndWithAsync(ValueTask<IoStatus> send, int count) => EndWith(await _waits.WriteAsync(send), count);

    private RelayOutcome EndWith(IoStatus sent, int count)
    {
        if (sent != IoStatus.Ok)
        {
            return RelayOutcome.SinkFailed(sent);
        }

        Take(count);
        return RelayOutcome.Done;
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> RelayRestAsync(long remaining)
    {
        while (true)
        {
            int count = (int)Math.Min(_source.UnreadLength, remaining);
            if (count > 0 || _sink.Composed > 0)
            {
                IoStatus sent = await SendAsync(_source.UnreadMemory[..count]);
                if (sent != IoStatus.Ok)
                {
                    return RelayOutcome.SinkFailed(sent);
                }

                Take(count);
                remaining -= count;
            }

            if (remaining == 0)
            {
                return RelayOutcome.Done;
            }

            if (remaining >= InsideKernelFrom && _source.UnreadLength == 0 && _from.TryRentConduit(_to) is { } conduit)
            {
                return await RelayInsideKernelAsync(conduit, remaining);
            }

            _source.BlockSize = remaining > BufferPool.SmallSize ? BufferPool.LargeSize : BufferPool.SmallSize;
            IoStatus filled = await FillAsync();
            if (filled != IoStatus.Ok)
            {
                return RelayOutcome.SourceEnded(filled);
            }
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> RelayChunksAsync(bool chunked)
    {
        var decoder = new ChunkedDecoder(_overhead);
        while (true)
        {
            ChunkStep step = decoder.Read(_source.Unread);
            if (step.Status == ChunkStatus.Rejected)
            {
                return RelayOutcome.BadFraming(step.Reason);
            }

            if (decoder.DataBytes > _limit)
            {
                return RelayOutcome.BadFraming(RejectReason.BodyTooLarge);
            }

            IoStatus sent = step.DataLength > 0
                ? await SendChunkAsync(_source.UnreadMemory.Slice(step.DataOffset, step.DataLength), chunked)
                : IoStatus.Ok;
            Take(step.Consumed);
            if (sent == IoStatus.Ok && step.Status == ChunkStatus.Done)
            {
                sent = await SendEndAsync(chunked);
                return sent == IoStatus.Ok ? RelayOutcome.Done : RelayOutcome.SinkFailed(sent);
            }

            if (sent == IoStatus.Ok && step.Status == ChunkStatus.NeedMore)
            {
                if (_sink.Composed > 0)
                {
                    sent = await SendAsync(default);
                }

                IoStatus filled = sent == IoStatus.Ok ? await FillAsync() : IoStatus.Ok;
                if (filled != IoStatus.Ok)
                {
                    return RelayOutcome.SourceEnded(filled);
                }
            }

            if (sent != IoStatus.Ok)
            {
                return RelayOutcome.SinkFailed(sent);
            }
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> RelayUntilCloseAsync(bool chunked)
    {
        _source.BlockSize = BufferPool.LargeSize;
        while (true)
        {
            int count = _source.UnreadLength;
            IoStatus sent = count > 0 ? await SendChunkAsync(_source.UnreadMemory, chunked)
                : _sink.Composed > 0 ? await SendAsync(default)
                : IoStatus.Ok;
            if (sent != IoStatus.Ok)
            {
                return RelayOutcome.SinkFailed(sent);
            }

            Take(count);
            IoStatus filled = await FillAsync();
            if (filled == IoStatus.EndOfStream)
            {
                sent = await SendEndAsync(chunked);
                return sent == IoStatus.Ok ? RelayOutcome.Done : RelayOutcome.SinkFailed(sent);
            }

            if (filled != IoStatus.Ok)
            {
                return RelayOutcome.SourceEnded(filled);
            }
        }
    }

    /// <summary>One chunk: its size line is composed, its data sent from where they lie, its end composed for the next send.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<IoStatus> SendChunkAsync(ReadOnlyMemory<byte> data, bool chunked)
    {
        if (!chunked)
        {
            return await SendAsync(data);
        }

        Compose(data.Length);
        IoStatus sent = await SendAsync(data);
        if (sent == IoStatus.Ok)
        {
            _sink.GetSpan(2)[0] = (byte)'\r';
            _sink.GetSpan(2)[1] = (byte)'\n';
            _sink.Advance(2);
        }

        return sent;
    }

    private void Compose(int size)
    {
        var writer = new HeadWriter(_sink.GetSpan(32));
        writer.WriteChunkSize(size);
        _sink.Advance(writer.Length);
    }

    private ValueTask<IoStatus> SendEndAsync(bool chunked)
    {
        if (chunked)
        {
            var writer = new HeadWriter(_sink.GetSpan(32));
            writer.Write("0\r\n\r\n"u8);
            _sink.Advance(writer.Length);
        }

        return _sink.Composed > 0 ? SendAsync(default) : new ValueTask<IoStatus>(IoStatus.Ok);
    }

    private void Take(int count)
    {
        Begun |= count > 0;
        _waits.Take(count);
        _source.Consume(count);
    }

    private ValueTask<IoStatus> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        ValueTask<IoStatus> sent = _sink.SendAsync(bytes);
        return sent.IsCompleted ? sent : _waits.WriteAsync(sent);
    }

    private ValueTask<IoStatus> FillAsync()
    {
        ValueTask<IoStatus> filled = _source.FillAsync();
        return filled.IsCompleted ? filled : _waits.ReadAsync(filled);
    }
}
