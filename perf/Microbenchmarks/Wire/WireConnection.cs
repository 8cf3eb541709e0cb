using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Microbenchmarks.Wire;

/// <summary>
/// The proxy's end of a connection whose wire is two flat buffers: the state machines of the real ones above it, a copy each way in
/// the place of recv and send.
/// </summary>
internal sealed class WireConnection(WireLoop loop) : ReadinessConnection(loop)
{
    private const int Capacity = 1 << 20;

    private readonly byte[] _incoming = new byte[Capacity];
    private readonly byte[] _outgoing = new byte[Capacity];
    private int _start;
    private int _end;
    private int _outgoingLength;
    private bool _notified;

    /// <summary>Called after each send.</summary>
    public Action<WireConnection>? Sent { get; init; }

    /// <summary>What the proxy has sent and nobody has taken.</summary>
    public ReadOnlySpan<byte> Outgoing => _outgoing.AsSpan(0, _outgoingLength);

    /// <summary>Forgets <see cref="Outgoing"/>.</summary>
    public void TakeOutgoing() => _outgoingLength = 0;

    /// <summary>The peer sends bytes; all that came before must have been received.</summary>
    public void Deliver(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_incoming);
        _start = 0;
        _end = bytes.Length;
        if (!_notified)
        {
            _notified = true;
            Loop.Defer(static state => ((WireConnection)state!).Tell(), this);
        }
    }

    /// <inheritdoc/>
    public override void ShutdownSend()
    {
    }

    /// <inheritdoc/>
    protected internal override IoResult Receive(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, _end - _start);
        if (count == 0)
        {
            return IoResult.Ended(IoStatus.WouldBlock);
        }

        _incoming.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return IoResult.Moved(count);
    }

    /// <inheritdoc/>
    protected internal override IoResult Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        first.CopyTo(_outgoing.AsSpan(_outgoingLength));
        second.CopyTo(_outgoing.AsSpan(_outgoingLength + first.Length));
        _outgoingLength += first.Length + second.Length;
        Sent?.Invoke(this);
        return IoResult.Moved(first.Length + second.Length);
    }

    /// <inheritdoc/>
    protected override void CloseEngine()
    {
    }

    private void Tell()
    {
        _notified = false;
        OnReady(readable: true, writable: true, peerEnded: false, hungUp: false);
    }
}
