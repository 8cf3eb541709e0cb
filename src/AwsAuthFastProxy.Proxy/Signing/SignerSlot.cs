using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Signing;

/// <summary>
/// One loop's signer for one upstream, with the time it signs as. Made when the UTC day or the credentials change, else a few comparisons
/// per request; the next day's is made in the last minutes of the day, so that midnight is the swap of a reference.
/// </summary>
internal sealed class SignerSlot(Upstream upstream, ShardCounters counters, ILogger logger) : IDisposable
{
    private const int SecondsPerDay = 86_400;

    /// <summary>From here on in a day the next day's signer is kept ready; that it cannot be made is said while there is time.</summary>
    private const int PrepareFrom = SecondsPerDay - 600;

    /// <summary>S3 takes a request that is up to 15 minutes old (RequestTimeTooSkewed); one minute is left for clocks and the way.</summary>
    private const int StandInSeconds = 14 * 60;

    private ShardClock? _shifted;
    private KeyedSigner? _current;
    private KeyedSigner? _next;
    private SigningTime _lastOfYesterday;
    private bool _standsIn;
    private bool _asked;
    private bool _askedNext;
    private int _day;
    private int _version;

    /// <summary>What the signer that <see cref="TryGet"/> gave signs as: now, or the last second of its key's day.</summary>
    public SigningTime Time { get; private set; }

    /// <summary>For the chunks of an upload whose head the signer signed; null without a signer.</summary>
    public ChunkSigners? Chunks => _current?.Chunks;

    /// <summary>Seconds from <see cref="Time"/> to now: what is to expire expires that much later.</summary>
    public int SecondsBehind { get; private set; }

    /// <summary>The session token as it is sent, or empty.</summary>
    public byte[] SessionToken => _current?.SessionToken ?? [];

    /// <summary>Why there is no signer, after <see cref="TryGet"/> returned null.</summary>
    public string Reason { get; private set; } = "";

    private CredentialSource Credentials => upstream.Model.Credentials!;

    /// <summary>The signer for a request now, and its <see cref="Time"/>; or null with <see cref="Reason"/>.</summary>
    public RequestSigner? TryGet(ShardClock clock)
    {
        if (upstream.ClockOffset.Seconds != 0)
        {
            clock = _shifted ??= clock.Shifted(upstream.ClockOffset);
        }

        long now = clock.UnixSeconds;
        int second = (int)(now % SecondsPerDay);
        int version = Credentials.Version;
        if (!_asked || clock.Day != _day || version != _version || (_standsIn && second >= StandInSeconds))
        {
            Change(clock.Day, now, second, version);
        }

        if (second >= PrepareFrom && !_askedNext)
        {
            Prepare(now);
        }

        if (_standsIn)
        {
            counters.SignedAsYesterday++;
        }

        SecondsBehind = _standsIn ? second + 1 : 0;
        Time = _standsIn ? _lastOfYesterday : clock.SigningTime;
        return _current?.Signer;
    }

    /// <summary>Frees the signers.</summary>
    public void Dispose()
    {
        _current?.Dispose();
        _next?.Dispose();
        _current = _next = null;
        _asked = _askedNext = _standsIn = false;
    }

    private void Change(int day, long now, int second, int version)
    {
        string? reason = null;
        KeyedSigner? signer = null;
        if (version == _version && _next?.Day == day)
        {
            (signer, _next) = (_next, null);
        }

        Dispose();
        (_asked, _day, _version) = (true, day, version);
        _current = signer ?? TryMake(day, out reason);
        if (_current is null && second < StandInSeconds)
        {
            StandIn(now - second - 1, reason!);
        }

        if (_current is null)
        {
            Reason = reason!;
            ProxyLog.NoKey(logger, upstream.Model.Name, Reason);
        }
    }

    /// <summary>Yesterday's key, with the last second it is good for: better than no answer, and S3 takes it for some minutes.</summary>
    private void StandIn(long lastOfYesterday, string reason)
    {
        SigningTime last = SigningTime.FromUnixSeconds(lastOfYesterday);
        _current = TryMake(DayOf(last), out _);
        if (_current is null)
        {
            return;
        }

        (_standsIn, _lastOfYesterday) = (true, last);
        if (upstream.StandInWarning.IsFirst(_day))
        {
            ProxyLog.SignedAsYesterday(logger, upstream.Model.Name, reason);
        }
    }

    private void Prepare(long now)
    {
        _askedNext = true;
        _next = TryMake(DayOf(SigningTime.FromUnixSeconds(now + SecondsPerDay)), out string? reason);
        if (_next is null && _current is not null && upstream.NextDayWarning.IsFirst(_day))
        {
            ProxyLog.NoKeyForTomorrow(logger, upstream.Model.Name, reason!);
        }
    }

    private KeyedSigner? TryMake(int day, out string? reason)
    {
        using SigningKey? key = Credentials.TryCreateKey(day, upstream.Model.Region, upstream.Model.Service, out reason);
        if (key is null)
        {
            reason ??= "no key";
            return null;
        }

        counters.KeysMade++;
        return new KeyedSigner(key, day);
    }

    private static int DayOf(in SigningTime time) => int.Parse(time.Day, System.Globalization.CultureInfo.InvariantCulture);
}
