using System.Runtime.InteropServices;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Transport.Tests.Connections;

/// <summary>One end of a connection that sends and receives at random, beside plain lists of what it sent and received.</summary>
internal sealed class TrafficModel(MemoryConnection connection, Random random)
{
    private readonly List<byte> _sent = [];
    private readonly List<byte> _received = [];
    private TrafficModel _peer = null!;
    private ValueTask<IoStatus>? _send;
    private ValueTask<IoStatus>? _fill;
    private byte[] _foreign = [];
    private IoStatus _interrupted;
    private bool _finished;

    /// <summary>It broke the connection, by a close or a reset.</summary>
    public bool IsBroken { get; private set; }

    public bool IsDone => connection.Input.Ended != IoStatus.Ok && connection.Input.UnreadLength == 0 && _finished;

    public void Connect(TrafficModel peer) => (_peer, peer._peer) = (peer, this);

    public void Step()
    {
        switch (random.Next(12))
        {
            case <= 3:
                BeginSend();
                break;
            case <= 6:
                BeginFill();
                break;
            case <= 8:
                Consume(random.Next(connection.Input.UnreadLength + 1));
                break;
            case 9:
                connection.MaxReceive = random.Next(4) == 0 ? int.MaxValue : 1 + random.Next(5000);
                break;
            case 10:
                connection.Capacity = 1 + random.Next(40_000);
                connection.Input.BlockSize = random.Next(2) == 0 ? BufferPool.SmallSize : BufferPool.LargeSize;
                connection.Input.WindowLimit = BufferPool.SmallSize + random.Next(100_000);
                break;
            default:
                if (_interrupted == IoStatus.Ok && !connection.IsClosed)
                {
                    connection.Input.Interrupt(_interrupted = IoStatus.TimedOut);
                }

                break;
        }

        Check();
    }

    /// <summary>Breaks the connection in one of the two ways.</summary>
    public void Break()
    {
        IsBroken = true;
        if (random.Next(2) == 0)
        {
            connection.Close();
        }
        else
        {
            connection.Reset();
        }
    }

    /// <summary>Reads what there is and shuts down when nothing is being sent any more.</summary>
    public void Drain()
    {
        connection.MaxReceive = int.MaxValue;
        Consume(connection.Input.UnreadLength);
        if (connection.Input.Ended == IoStatus.Ok)
        {
            BeginFill();
        }

        Finish();
    }

    public void Finish()
    {
        Check();
        if (_send is null && !_finished)
        {
            _finished = true;
            connection.ShutdownSend();
        }
    }

    /// <summary>Takes the results of what has ended and compares.</summary>
    public void Check()
    {
        if (_send is { IsCompleted: true } send)
        {
            _send = null;
            IoStatus status = send.GetAwaiter().GetResult();
            Assert.True(status == IoStatus.Ok || IsBroken || _peer.IsBroken, status.ToString());
            // Whoever still reads these bytes now reads them too late.
            Array.Clear(_foreign);
        }

        if (_fill is { IsCompleted: true } fill)
        {
            _fill = null;
            CheckFill(fill.GetAwaiter().GetResult());
        }
    }

    public void CheckEnd()
    {
        Assert.Null(_fill);
        Assert.Null(_send);
        if (!IsBroken && !_peer.IsBroken)
        {
            Assert.True(IsDone);
            Assert.Equal(IoStatus.EndOfStream, connection.Input.Ended);
            Assert.True(_received.SequenceEqual(_peer._sent));
        }
        else if (!IsBroken)
        {
            Assert.Contains(connection.Input.Ended, new[] { IoStatus.EndOfStream, IoStatus.Reset });
        }
    }

    private void BeginSend()
    {
        if (_send is not null || _finished)
        {
            return;
        }

        int composed = random.Next(3) * random.Next(30_000);
        Span<byte> span = connection.Output.GetSpan(composed)[..composed];
        random.NextBytes(span);
        connection.Output.Advance(composed);
        _foreign = new byte[random.Next(3) * random.Next(30_000)];
        random.NextBytes(_foreign);
        _sent.AddRange(span);
        _sent.AddRange(_foreign);
        _send = connection.Output.SendAsync(_foreign);
    }

    private void BeginFill() => _fill ??= connection.Input.FillAsync();

    private void CheckFill(IoStatus status)
    {
        ConnectionReader input = connection.Input;
        switch (status)
        {
            case IoStatus.Ok:
                Assert.NotEqual(0, input.UnreadLength);
                break;
            case IoStatus.TimedOut:
                Assert.Equal(_interrupted, status);
                _interrupted = IoStatus.Ok;
                break;
            case IoStatus.WindowFull:
                Assert.True(input.UnreadLength >= Math.Max(input.WindowLimit, input.BlockSize));
                break;
            case IoStatus.EndOfStream:
                Assert.True(_peer._finished || _peer.IsBroken);
                break;
            case IoStatus.Reset:
                Assert.True(_peer.IsBroken);
                break;
            default:
                Assert.True(IsBroken, status.ToString());
                break;
        }
    }

    private void Consume(int count)
    {
        ReadOnlySpan<byte> bytes = connection.Input.Unread[..count];
        Assert.True(_received.Count + count <= _peer._sent.Count);
        Assert.True(bytes.SequenceEqual(CollectionsMarshal.AsSpan(_peer._sent).Slice(_received.Count, count)));
        _received.AddRange(bytes);
        connection.Input.Consume(count);
    }
}
