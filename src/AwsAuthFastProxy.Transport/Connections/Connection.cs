using System.IO.Pipelines;
using System.Net;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>
/// A byte connection of one loop: a duplex pipe whose ends say a little more than pipes can (contiguous input, sending a
/// caller's bytes without copying them, parking, abort). The one seam between HTTP above and sockets, TLS and memory below.
/// </summary>
public abstract class Connection(Loop loop) : IDuplexPipe, IDisposable
{
    /// <summary>The loop it lives and dies on.</summary>
    public Loop Loop { get; } = loop;

    /// <summary>What the peer sends.</summary>
    public abstract ConnectionReader Input { get; }

    /// <summary>What is sent to the peer.</summary>
    public abstract ConnectionWriter Output { get; }

    /// <inheritdoc/>
    PipeReader IDuplexPipe.Input => Input;

    /// <inheritdoc/>
    PipeWriter IDuplexPipe.Output => Output;

    /// <summary>The peer's address, or null in memory.</summary>
    public virtual IPEndPoint? RemoteEndPoint => null;

    /// <summary>This side's address, or null in memory and where the connection is gone. The first look costs a call of the system.</summary>
    public virtual IPEndPoint? LocalEndPoint => null;

    /// <summary>Words for the first error seen on the connection, or null.</summary>
    public string? Error { get; protected set; }

    /// <summary>True once closed or aborted.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>
    /// While set, the owner is told once when an unused connection becomes readable or ends: bytes nobody asked for,
    /// a FIN or a reset all mean that it must not be used again. Null when the connection is in use.
    /// </summary>
    public Action<Connection>? IdleBroken { get; private set; }

    /// <summary>True when the peer reset the connection or both directions are gone, as far as is known without reading or writing.</summary>
    public bool HungUp { get; private set; }

    /// <summary>Called once when <see cref="HungUp"/> becomes true, for an owner that waits for something else.</summary>
    public Action? HangUp { get; set; }

    /// <summary>
    /// A way for what this connection receives to <paramref name="sink"/> that does not lead through this process; null where there is none
    /// (TLS, other engines) or none is free.
    /// </summary>
    public virtual Conduit? TryRentConduit(Connection sink) => null;

    /// <summary>Ends this side's sending (TCP FIN); what was sent still arrives, and the peer may go on sending.</summary>
    public abstract void ShutdownSend();

    /// <summary>Closes both directions and frees what it holds. Pending operations end with <see cref="IoStatus.Aborted"/>. Idempotent.</summary>
    public void Close(IoStatus reason = IoStatus.Aborted)
    {
        Loop.AssertOnLoop();
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        IdleBroken = null;
        HangUp = null;
        OnClose(reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Puts the connection aside as unused. False when it is not fit to be (unread bytes, an end seen, closed): then it is only
    /// to be closed. What its last user left behind, an interrupt or <see cref="HangUp"/>, does not reach the next.
    /// </summary>
    public bool TryPark(Action<Connection> broken)
    {
        if (IsClosed || Input.Ended != IoStatus.Ok || Output.Ended != IoStatus.Ok || !OnPark())
        {
            return false;
        }

        HangUp = null;
        Input.ForgetInterrupt();
        IdleBroken = broken;
        return true;
    }

    /// <summary>Takes a parked connection into use. False when it broke meanwhile.</summary>
    public bool TryUnpark()
    {
        IdleBroken = null;
        return !IsClosed && OnUnpark();
    }

    /// <summary>Tells the owner, once, that nobody is there any more.</summary>
    protected void TellHangUp()
    {
        if (!HungUp)
        {
            HungUp = true;
            HangUp?.Invoke();
        }
    }

    /// <summary>Tells the owner of a parked connection that it is of no use.</summary>
    protected void BreakIdle()
    {
        Action<Connection>? broken = IdleBroken;
        IdleBroken = null;
        broken?.Invoke(this);
    }

    /// <summary>Closes the engine's side; called once.</summary>
    protected abstract void OnClose(IoStatus reason);

    /// <summary>True when nothing stands against keeping it unused.</summary>
    protected abstract bool OnPark();

    /// <summary>True when it is still good.</summary>
    protected abstract bool OnUnpark();
}
