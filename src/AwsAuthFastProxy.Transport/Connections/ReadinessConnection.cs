using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>
/// A connection whose engine says when it may be ready (edge-triggered) and moves bytes without blocking. Virtual are only the
/// native calls; the state machines of reading and writing above them are the same for epoll, managed sockets and memory.
/// A short receive or send means "empty" or "full": the next try waits for the engine's word, so no call probes in vain.
/// </summary>
public abstract class ReadinessConnection : Connection
{
    private readonly ReadinessReader _input;
    private readonly ReadinessWriter _output;

    /// <summary>Makes it; the derived class tells of readiness by <see cref="OnReady"/>.</summary>
    protected ReadinessConnection(Loop loop)
        : base(loop)
    {
        _input = new ReadinessReader(this);
        _output = new ReadinessWriter(this);
    }

    /// <inheritdoc/>
    public override ConnectionReader Input => _input;

    /// <inheritdoc/>
    public override ConnectionWriter Output => _output;

    /// <summary>May a receive be tried?</summary>
    internal bool Readable { get; set; }

    /// <summary>May a send be tried?</summary>
    internal bool Writable { get; set; } = true;

    /// <summary>The peer ended its side or the connection broke: a receive will say so, however short the one before was.</summary>
    internal bool PeerEnded { get; private set; }

    /// <summary>Receives what is there: moved bytes, <see cref="IoStatus.WouldBlock"/>, or the end.</summary>
    protected internal abstract IoResult Receive(Span<byte> destination);

    /// <summary>Sends <paramref name="first"/>, then <paramref name="second"/>, as far as they are taken; one of them may be empty.</summary>
    protected internal abstract IoResult Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    /// <summary>Moves at most so many received bytes into an empty conduit.</summary>
    protected internal virtual IoResult Receive(Conduit conduit, int most) => throw new NotSupportedException();

    /// <summary>Sends from the conduit, as far as bytes are taken.</summary>
    protected internal virtual IoResult Send(Conduit conduit) => throw new NotSupportedException();

    /// <summary>A reader is about to wait: engines that must be asked for readiness are asked here.</summary>
    protected internal virtual void WatchRead()
    {
    }

    /// <summary>How the connection broke, by a receive or a send; <see cref="IoStatus.Ok"/> while it has not.</summary>
    internal IoStatus Broken { get; private set; }

    /// <summary>Keeps the first error and its words.</summary>
    protected IoStatus Fail(IoStatus status, string error)
    {
        Error ??= error;
        Broken = Broken == IoStatus.Ok ? status : Broken;
        return status;
    }

    /// <summary>The engine's word.</summary>
    protected void OnReady(bool readable, bool writable, bool peerEnded, bool hungUp)
    {
        if (IsClosed)
        {
            return;
        }

        PeerEnded |= peerEnded | hungUp;
        if (writable | hungUp)
        {
            Writable = true;
        }

        if (readable | PeerEnded)
        {
            Readable = true;
        }

        if (IdleBroken is not null && Readable)
        {
            BreakIdle();
            return;
        }

        if (Readable)
        {
            _input.OnReadable();
        }

        if (Writable && !IsClosed)
        {
            _output.OnWritable();
        }

        // Managed sockets tell of a reset by the receive alone.
        if ((hungUp || Broken != IoStatus.Ok) && !IsClosed)
        {
            TellHangUp();
        }
    }

    /// <inheritdoc/>
    protected override void OnClose(IoStatus reason)
    {
        // Both ends first: what continues from the one must not find the other still open above a socket that is gone,
        // whose number the next socket may have.
        CloseEngine();
        _input.End(reason);
        _output.End(reason);
        _input.OnClosed(reason);
        _output.OnClosed(reason);
    }

    /// <inheritdoc/>
    protected override bool OnPark()
    {
        if (_input.UnreadLength > 0 || _output.Composed > 0 || Readable && (PeerEnded || ProbeBroken()))
        {
            return false;
        }

        WatchRead();
        return !Readable;
    }

    /// <inheritdoc/>
    protected override bool OnUnpark() => !Readable && !PeerEnded;

    /// <summary>Frees the engine's side.</summary>
    protected abstract void CloseEngine();

    // The last receive filled its room exactly, so it is not known whether more is there: one byte tells.
    private bool ProbeBroken()
    {
        Span<byte> probe = stackalloc byte[1];
        if (Receive(probe).Status != IoStatus.WouldBlock)
        {
            return true;
        }

        Readable = false;
        return false;
    }
}
