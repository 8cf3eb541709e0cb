using System.Net;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.InMemory;

/// <summary>
/// One end of a connection in memory, with the state machines of the real ones above it. What the network may do can be set:
/// how many bytes a receive gets at most, how many a sender may be ahead, resets. Readiness is told at the end of the turn.
/// </summary>
public sealed class MemoryConnection : ReadinessConnection
{
    private readonly Queue<byte> _incoming = new();
    private MemoryConnection? _peer;
    private bool _notified;
    private bool _finReceived;
    private bool _resetReceived;
    private bool _finSent;

    private MemoryConnection(Loop loop)
        : base(loop)
    {
    }

    /// <inheritdoc/>
    public override IPEndPoint? RemoteEndPoint => Remote;

    /// <inheritdoc/>
    public override IPEndPoint? LocalEndPoint => Local;

    /// <summary>This end's address, as it is told.</summary>
    public IPEndPoint? Local { get; set; }

    /// <summary>The peer's address, as this end is told.</summary>
    public IPEndPoint? Remote { get; set; }

    /// <summary>Most bytes one receive of this end gets.</summary>
    public int MaxReceive { get; set; } = int.MaxValue;

    /// <summary>Bytes that may lie unread at this end before the sender has to wait.</summary>
    public int Capacity { get; set; } = 1 << 20;

    /// <summary>Bytes received from the peer and not yet taken by a receive.</summary>
    public int Incoming => _incoming.Count;

    /// <summary>True once the peer's FIN has arrived.</summary>
    public bool PeerFinished => _finReceived;

    /// <summary>Both ends of a new connection.</summary>
    public static (MemoryConnection Near, MemoryConnection Far) Pair(Loop loop)
    {
        var near = new MemoryConnection(loop);
        var far = new MemoryConnection(loop) { _peer = near };
        near._peer = far;
        return (near, far);
    }

    /// <summary>Breaks the connection: the peer sees a reset, unread bytes are lost.</summary>
    public void Reset()
    {
        if (_peer is { } peer)
        {
            peer._incoming.Clear();
            peer._resetReceived = true;
            peer.Notify();
        }

        _peer = null;
        Close();
    }

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
        if (!_finSent && _peer is { } peer)
        {
            _finSent = true;
            peer._finReceived = true;
            peer.Notify();
        }
    }

    /// <inheritdoc/>
    protected internal override IoResult Receive(Span<byte> destination)
    {
        if (_resetReceived)
        {
            return IoResult.Ended(Fail(IoStatus.Reset, "connection reset by peer"));
        }

        if (_incoming.Count == 0)
        {
            return IoResult.Ended(_finReceived ? IoStatus.EndOfStream : IoStatus.WouldBlock);
        }

        int count = Math.Min(Math.Min(destination.Length, MaxReceive), _incoming.Count);
        for (int i = 0; i < count; i++)
        {
            destination[i] = _incoming.Dequeue();
        }

        if (_incoming.Count > 0)
        {
            // A receive that was cut short on purpose looks like an empty socket: the rest is a new edge.
            Notify();
        }

        _peer?.Notify();
        return IoResult.Moved(count);
    }

    /// <inheritdoc/>
    public override Conduit? TryRentConduit(Connection sink)
    {
        if (Loop is not MemoryLoop { LendsConduits: true } loop || sink is not MemoryConnection)
        {
            return null;
        }

        loop.LentConduits++;
        return new MemoryConduit(loop);
    }

    /// <inheritdoc/>
    protected internal override IoResult Receive(Conduit conduit, int most)
    {
        byte[] bytes = new byte[Math.Min(most, MemoryConduit.Capacity)];
        IoResult result = Receive(bytes);
        foreach (byte value in bytes.AsSpan(0, result.Bytes))
        {
            ((MemoryConduit)conduit).Bytes.Enqueue(value);
        }

        return result;
    }

    /// <inheritdoc/>
    protected internal override IoResult Send(Conduit conduit)
    {
        Queue<byte> bytes = ((MemoryConduit)conduit).Bytes;
        IoResult result = Send(bytes.ToArray(), default);
        for (int i = 0; i < result.Bytes; i++)
        {
            bytes.Dequeue();
        }

        return result;
    }

    /// <inheritdoc/>
    protected internal override IoResult Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (_peer is not { } peer || _resetReceived || _finSent)
        {
            return IoResult.Ended(Fail(IoStatus.Reset, "connection reset by peer"));
        }

        int room = Math.Max(0, peer.Capacity - peer._incoming.Count);
        if (room == 0)
        {
            return IoResult.Ended(IoStatus.WouldBlock);
        }

        int fromFirst = Math.Min(first.Length, room);
        int fromSecond = Math.Min(second.Length, room - fromFirst);
        Append(peer, first[..fromFirst]);
        Append(peer, second[..fromSecond]);
        peer.Notify();
        return IoResult.Moved(fromFirst + fromSecond);
    }

    /// <inheritdoc/>
    protected override void CloseEngine()
    {
        if (_peer is not { } peer)
        {
            return;
        }

        // Like TCP: closing with bytes unread is a reset, else a FIN and a reset for what still comes.
        peer._resetReceived |= _incoming.Count > 0;
        peer._finReceived = true;
        peer._peer = null;
        _peer = null;
        peer.Notify();
    }

    private static void Append(MemoryConnection peer, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            peer._incoming.Enqueue(value);
        }
    }

    private void Notify()
    {
        if (!_notified && !IsClosed)
        {
            _notified = true;
            Loop.Defer(static state => ((MemoryConnection)state!).Tell(), this);
        }
    }

    private void Tell()
    {
        _notified = false;
        OnReady(
            readable: _incoming.Count > 0,
            writable: _peer is null || _peer._incoming.Count < _peer.Capacity,
            peerEnded: _finReceived,
            hungUp: _resetReceived || _finReceived && _finSent);
    }
}
