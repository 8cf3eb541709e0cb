using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.SigV4.Checksums;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Moves a request body whose framing changes on the way: aws-chunked is taken off, checked, and put on anew. In fixed memory: the client's
/// window and, where chunks must be put together, one block. The end of the body is sent last of all, when everything before it has been
/// checked, so that a body that goes wrong never becomes an object. Reused.
/// </summary>
internal sealed class UploadRelay(Loop loop)
{
    private readonly PacedConnections _waits = new(loop);
    private readonly AwsChunkedSource _chunks = new();
    private readonly AwsChunkedEncoder _encoder = new();
    private readonly Checksum _checksum = new();
    private readonly byte[] _checksumValue = new byte[ChecksumFields.MaxValueLength];
    private ConnectionReader _source = null!;
    private ConnectionWriter _sink = null!;
    private PayloadPlan _plan;
    private bool _headSent;
    private byte[]? _block;
    private int _filled;
    private byte _lastByte;

    /// <summary>Whether any byte is gone from the source, so that the body cannot be sent again.</summary>
    public bool Begun { get; private set; }

    /// <summary>Relays a body as its plan says.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="sink">Where it goes; the head is composed there.</param>
    /// <param name="framing">How its end is found.</param>
    /// <param name="composition">The head, with the plan.</param>
    /// <param name="body">The body, where it has been read already.</param>
    /// <param name="sourcePace">How long the source may keep us waiting.</param>
    /// <param name="sinkPace">How long the sink may.</param>
    /// <param name="overhead">Bytes of chunk framing allowed beyond what the data excuse.</param>
    public ValueTask<RelayOutcome> RelayAsync(
        Connection source, Connection sink, in BodyFraming framing, in Composition composition, CollectedBody? body, Pace sourcePace, Pace sinkPace, int overhead)
    {
        _source = source.Input;
        _sink = sink.Output;
        _plan = composition.Payload;
        _headSent = Begun = false;
        _filled = 0;
        _waits.Use(_source, sourcePace, _sink, sinkPace);
        if (body is not null)
        {
            return RelayCollectedAsync(body);
        }

        _checksum.Begin(_plan.Computed);
        if (_plan.IsFramed)
        {
            _encoder.Begin(_plan, composition.ChunkSigner, composition.Seed);
        }

        if (!_plan.IsAwsChunked)
        {
            return RelayPlainAsync(_plan.Length);
        }

        _chunks.Begin(_plan, framing, overhead);
        return RelayChunkedAsync();
    }

    /// <summary>Ends a wait for the source. One for the sink ends with the sink's connection.</summary>
    public void Stop() => _waits.StopReading();

    /// <summary>Lets go of the connections and of its block.</summary>
    public void Reset()
    {
        Begun = false;
        _waits.Release();
        _source = null!;
        _sink = null!;
        if (_block is not null)
        {
            loop.Buffers.Return(_block);
            _block = null;
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> RelayCollectedAsync(CollectedBody body)
    {
        IoStatus sent = body.Blocks == 0 ? await SendAsync(default) : IoStatus.Ok;
        for (int i = 0; sent == IoStatus.Ok && i < body.Blocks; i++)
        {
            sent = await SendAsync(body.Block(i));
        }

        return sent == IoStatus.Ok ? RelayOutcome.Done : RelayOutcome.SinkFailed(sent);
    }

    /// <summary>A body of known length into chunks: each is put together in the window, signed there and sent from there.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> RelayPlainAsync(long remaining)
    {
        while (remaining > 0)
        {
            int size = (int)Math.Min(remaining, AwsChunkedFraming.ChunkSize);
            while (_source.UnreadLength < size)
            {
                IoStatus headSent = _headSent ? IoStatus.Ok : await SendAsync(default);
                if (headSent != IoStatus.Ok)
                {
                    return RelayOutcome.SinkFailed(headSent);
                }

                int had = _source.UnreadLength;
                IoStatus filled = await FillAsync(size);
                if (filled != IoStatus.Ok)
                {
                    return RelayOutcome.SourceEnded(filled);
                }

                // A slow client is judged by what it sends, not by whole chunks.
                _waits.Take(_source.UnreadLength - had);
            }

            ReadOnlyMemory<byte> data = _source.UnreadMemory[..size];
            _checksum.Append(data.Span);
            ComposeLine(data.Span);
            IoStatus sent = await SendAsync(data);
            if (sent != IoStatus.Ok)
            {
                return RelayOutcome.SinkFailed(sent);
            }

            ComposeChunkEnd();
            Begun = true;
            _source.Consume(size);
            remaining -= size;
        }

        ComposeEnd(_checksum.WriteBase64(_checksumValue));
        IoStatus ended = await SendAsync(default);
        return ended == IoStatus.Ok ? RelayOutcome.Done : RelayOutcome.SinkFailed(ended);
    }

    /// <summary>A body in aws-chunked framing, into ours or into none.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> RelayChunkedAsync()
    {
        while (true)
        {
            Begun |= _source.UnreadLength > 0;
            AwsChunkStep step = _chunks.Next(_source);
            if (step.Status == ChunkStatus.Rejected)
            {
                return RelayOutcome.BadFraming(step.Reason);
            }

            if (step.Status == ChunkStatus.Done)
            {
                break;
            }

            // Also where the client's next data are long in coming, the head goes out: it may ask for 100 Continue.
            IoStatus sent = step.Status == ChunkStatus.Data ? await SendDataAsync(step.DataLength)
                : _headSent ? IoStatus.Ok
                : await SendAsync(default);
            if (sent != IoStatus.Ok)
            {
                return RelayOutcome.SinkFailed(sent);
            }

            if (step.Status == ChunkStatus.NeedMore)
            {
                IoStatus filled = await FillAsync(_plan.Length);
                if (filled != IoStatus.Ok)
                {
                    return RelayOutcome.SourceEnded(filled);
                }

                _waits.Take(_source.UnreadLength);
            }
        }

        int length = _checksum.WriteBase64(_checksumValue);
        if (_plan.SourceTrailer != ChecksumAlgorithm.None && !_chunks.TrailerValue.SequenceEqual(_checksumValue.AsSpan(0, length)))
        {
            return RelayOutcome.BadFraming(RejectReason.ChecksumMismatch);
        }

        IoStatus ended = await SendRestAsync(length);
        return ended == IoStatus.Ok ? RelayOutcome.Done : RelayOutcome.SinkFailed(ended);
    }

    /// <summary>Sends or puts aside the first <paramref name="length"/> bytes of the window.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<IoStatus> SendDataAsync(int length)
    {
        _checksum.Append(_source.Unread[..length]);
        if (!_plan.IsFramed)
        {
            // The last byte is what makes the body whole: it waits for the verdict.
            bool isLast = _chunks.DataBytes == _plan.Length;
            _lastByte = _source.Unread[length - 1];
            IoStatus status = await SendAsync(_source.UnreadMemory[..(isLast ? length - 1 : length)]);
            _source.Consume(length);
            return status;
        }

        _block ??= loop.Buffers.Rent((int)Math.Min(_plan.Length, AwsChunkedFraming.ChunkSize), required: true);
        while (length > 0)
        {
            int count = Math.Min(length, AwsChunkedFraming.ChunkSize - _filled);
            _source.Unread[..count].CopyTo(_block.AsSpan(_filled));
            _source.Consume(count);
            _filled += count;
            length -= count;
            if (_filled == AwsChunkedFraming.ChunkSize)
            {
                ReadOnlyMemory<byte> chunk = _block.AsMemory(0, _filled);
                _filled = 0;
                ComposeLine(chunk.Span);
                IoStatus status = await SendAsync(chunk);
                if (status != IoStatus.Ok)
                {
                    return status;
                }

                ComposeChunkEnd();
            }
        }

        return IoStatus.Ok;
    }

    /// <summary>Everything is as it should be: the rest and the end.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<IoStatus> SendRestAsync(int checksumLength)
    {
        if (!_plan.IsFramed)
        {
            _sink.GetSpan(1)[0] = _lastByte;
            _sink.Advance(1);
            return await SendAsync(default);
        }

        if (_filled > 0)
        {
            ReadOnlyMemory<byte> chunk = _block.AsMemory(0, _filled);
            ComposeLine(chunk.Span);
            IoStatus status = await SendAsync(chunk);
            if (status != IoStatus.Ok)
            {
                return status;
            }

            ComposeChunkEnd();
        }

        ComposeEnd(checksumLength);
        return await SendAsync(default);
    }

    private void ComposeLine(ReadOnlySpan<byte> data) => _sink.Advance(_encoder.WriteLine(data, _sink.GetSpan(AwsChunkedFraming.MaxOverhead)));

    private void ComposeEnd(int checksumLength) =>
        _sink.Advance(_encoder.WriteEnd(_checksumValue.AsSpan(0, checksumLength), _sink.GetSpan(AwsChunkedFraming.MaxOverhead)));

    /// <summary>The CRLF behind a chunk's data; leaves with what comes next.</summary>
    private void ComposeChunkEnd()
    {
        "\r\n"u8.CopyTo(_sink.GetSpan(2));
        _sink.Advance(2);
    }

    private ValueTask<IoStatus> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _headSent = true;
        ValueTask<IoStatus> sent = _sink.SendAsync(bytes);
        return sent.IsCompleted ? sent : _waits.WriteAsync(sent);
    }

    private ValueTask<IoStatus> FillAsync(long wanted)
    {
        _source.BlockSize = wanted > BufferPool.SmallSize ? BufferPool.LargeSize : BufferPool.SmallSize;
        ValueTask<IoStatus> filled = _source.FillAsync();
        return filled.IsCompleted ? filled : _waits.ReadAsync(filled);
    }
}
