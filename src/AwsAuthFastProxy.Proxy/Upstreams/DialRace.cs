using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// Connects to the first of some addresses that answers (RFC 8305, Happy Eyeballs): they start one after the other, the next when the
/// one before has failed or has taken too long. The first connection wins; dials still under way are given up. What was not tried when
/// one won can be tried by running again.
/// </summary>
internal sealed class DialRace
{
    /// <summary>Head start of each address over the next, in milliseconds (RFC 8305 §5: Connection Attempt Delay).</summary>
    public const long HeadStart = 250;

    private readonly Loop _loop;
    private readonly PeerList _peers;
    private readonly UpstreamPeer[] _order;
    private readonly ShardCounters _counters;
    private readonly Deadline _next;
    private readonly List<Attempt> _running = [];
    private TaskCompletionSource<UpstreamPeer?> _finish = new();
    private int _started;
    private long _due;
    private bool _over;

    public DialRace(Loop loop, PeerList peers, UpstreamPeer[] order, ShardCounters counters)
    {
        (_loop, _peers, _order, _counters) = (loop, peers, order, counters);
        _next = new Deadline(loop.Timers, StartNext);
    }

    /// <summary>The result of the winner, or of the last that failed.</summary>
    public DialResult Result { get; private set; }

    /// <summary>Whether there is an address that was not tried.</summary>
    public bool HasMore => _started < _order.Length;

    /// <summary>The address that won; null when none did until <paramref name="due"/>.</summary>
    public Task<UpstreamPeer?> RunAsync(long due)
    {
        _finish = new TaskCompletionSource<UpstreamPeer?>();
        _due = due;
        _over = false;
        StartNext();
        return _finish.Task;
    }

    private void StartNext()
    {
        if (_over || !HasMore)
        {
            return;
        }

        var attempt = new Attempt(_order[_started++], _loop.Now, _started == 1);
        _running.Add(attempt);
        if (HasMore)
        {
            _next.Set(_loop.Now + HeadStart);
        }

        attempt.Peer.OnDial(_loop.Now);
        new DetachedTask(OnEnded).Start(DialAsync(attempt));
    }

    private async ValueTask DialAsync(Attempt attempt)
    {
        DialResult result = await _loop.DialAsync(attempt.Peer.EndPoint, _due, attempt.Dial);
        _running.Remove(attempt);
        if (_over || attempt.IsGivenUp)
        {
            // It may have connected in the very turn that another won.
            result.Connection?.Close();
            attempt.Peer.OnClosed();
            return;
        }

        Result = result;
        if (result.Connection is not null)
        {
            Win(attempt);
            return;
        }

        attempt.Peer.OnClosed();
        _peers.OnFailure(attempt.Peer, _loop.Now);
        if (HasMore && _loop.Now < _due)
        {
            StartNext();
        }
        else if (_running.Count == 0)
        {
            Finish(null);
        }
    }

    private void Win(Attempt winner)
    {
        if (!winner.IsFirst)
        {
            _counters.RacedWins++;
        }

        _over = true;
        foreach (Attempt loser in _running.ToArray())
        {
            if (winner.Start - loser.Start >= HeadStart)
            {
                // It had its head start and lost it: as good as a failure, or it would cost each dial the same again.
                _peers.OnFailure(loser.Peer, _loop.Now);
            }

            loser.IsGivenUp = true;
            loser.Dial.Abort();
        }

        Finish(winner.Peer);
    }

    private void Finish(UpstreamPeer? winner)
    {
        _over = true;
        _next.Remove();
        _finish.TrySetResult(winner);
    }

    private void OnEnded(Exception? error)
    {
        if (error is not null)
        {
            _over = true;
            _next.Remove();
            _finish.TrySetException(error);
        }
    }

    private sealed record Attempt(UpstreamPeer Peer, long Start, bool IsFirst)
    {
        public PendingDial Dial { get; } = new();

        public bool IsGivenUp { get; set; }
    }
}
