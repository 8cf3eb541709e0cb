using System.Net;
using AwsAuthFastProxy.Proxy.Telemetry;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// One address of an upstream as one loop knows it. After some failures in a row it is set aside, each time for longer; then one
/// connection tries it (half-open), and a good response brings it back.
/// </summary>
internal sealed class UpstreamPeer(IPEndPoint endPoint, AddressCounters counters)
{
    /// <summary>Failures in a row that set it aside.</summary>
    public const int Tolerated = 3;

    /// <summary>The first time aside, in milliseconds; each further one is twice as long.</summary>
    public const long FirstAside = 1000;

    /// <summary>The longest time aside.</summary>
    public const long LongestAside = 60_000;

    /// <summary>How long the one connection that tries it has the trial for itself.</summary>
    public const long Trial = 5000;

    private long _asideUntil;
    private bool _onTrial;

    public IPEndPoint EndPoint => endPoint;

    public IPAddress Address => endPoint.Address;

    public AddressCounters Counters => counters;

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>How long it was set aside the last time.</summary>
    public long Aside { get; private set; }

    /// <summary>Whether the last look-up named it.</summary>
    public bool IsNamed { get; set; } = true;

    /// <summary>When a look-up last named it.</summary>
    public long LastNamed { get; set; }

    /// <summary>Open or being dialled.</summary>
    public int Connections { get; private set; }

    /// <summary>Whether others are to be preferred. False again when its time is over, until somebody tries it.</summary>
    public bool IsAside(long now) => now < _asideUntil;

    /// <summary>A dial begins; the first one after its time aside is the trial.</summary>
    public void OnDial(long now)
    {
        Connections++;
        counters.Connections++;
        counters.Dials++;
        if (_asideUntil != 0 && now >= _asideUntil)
        {
            _asideUntil = now + Trial;
            _onTrial = true;
        }
    }

    /// <summary>A dial came to nothing, or a connection is closed.</summary>
    public void OnClosed()
    {
        Connections--;
        counters.Connections--;
    }

    /// <summary>Something failed that speaks against it. True when that set it aside.</summary>
    public bool OnFailure(long now)
    {
        Failures++;
        counters.Failures++;
        // What fails while it is aside began before, or was tried for want of another: nothing new.
        if (_asideUntil == 0 ? Failures < Tolerated : !_onTrial && now < _asideUntil)
        {
            return false;
        }

        Aside = Math.Clamp(Aside * 2, FirstAside, LongestAside);
        _asideUntil = now + Aside;
        _onTrial = false;
        counters.SetAside++;
        counters.IsAside = true;
        return true;
    }

    /// <summary>It gave a good response. True when that brought it back.</summary>
    public bool OnSuccess()
    {
        if (Failures == 0)
        {
            return false;
        }

        bool back = _asideUntil != 0;
        Failures = 0;
        Aside = 0;
        _asideUntil = 0;
        _onTrial = false;
        counters.IsAside = false;
        return back;
    }
}
