using System.Net;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Microbenchmarks.Wire;

/// <summary>
/// A loop turned by the benchmark, with no system call below it: what is measured is the proxy's own work. Dials are answered by a
/// script. Belongs to the thread that made it.
/// </summary>
internal sealed class WireLoop : Loop
{
    private readonly Action<WireConnection> _sent;

    /// <param name="sent">Plays the upstream: called for every send to a dialled connection.</param>
    public WireLoop(Action<WireConnection> sent)
        : base(TimeProvider.System)
    {
        _sent = sent;
        Enter();
    }

    /// <inheritdoc/>
    public override string Engine => "wire";

    /// <summary>Turns until nothing is left to do.</summary>
    public void RunUntilIdle()
    {
        do
        {
            Turn(mayBlock: false);
        }
        while (HasWork);
    }

    /// <inheritdoc/>
    public override ValueTask<DialResult> DialAsync(IPEndPoint endPoint, long due, PendingDial? pending = null) =>
        new(new DialResult(new WireConnection(this) { Sent = _sent }, IoStatus.Ok, null));

    /// <inheritdoc/>
    public override Listener Listen(IPEndPoint endPoint, Action<Connection> accepted) =>
        throw new NotSupportedException("The benchmark hands clients over itself.");

    /// <inheritdoc/>
    protected override void Poll(int milliseconds)
    {
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
    }
}
