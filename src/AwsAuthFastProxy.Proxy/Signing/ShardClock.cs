using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Signing;

/// <summary>The texts of a loop's wall clock, rendered once a second.</summary>
/// <param name="loop">The loop.</param>
/// <param name="offset">Seconds that are added to its clock; null for none.</param>
internal sealed class ShardClock(Loop loop, ClockOffset? offset = null)
{
    private readonly byte[] _httpDate = new byte[Http.HttpDate.Length];
    private SigningTime _signingTime;
    private long _second = -1;
    private int _day;

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long UnixSeconds
    {
        get
        {
            Refresh();
            return _second;
        }
    }

    /// <summary>The second as <c>x-amz-date</c> has it.</summary>
    public SigningTime SigningTime
    {
        get
        {
            Refresh();
            return _signingTime;
        }
    }

    /// <summary>The UTC day as a number, <c>yyyymmdd</c>.</summary>
    public int Day
    {
        get
        {
            Refresh();
            return _day;
        }
    }

    /// <summary>IMF-fixdate (RFC 9110 §5.6.7).</summary>
    public ReadOnlySpan<byte> HttpDate
    {
        get
        {
            Refresh();
            return _httpDate;
        }
    }

    /// <summary>The same clock, set right by <paramref name="by"/>.</summary>
    public ShardClock Shifted(ClockOffset by) => new(loop, by);

    private void Refresh()
    {
        long now = loop.UnixSeconds + (offset?.Seconds ?? 0);
        if (now == _second)
        {
            return;
        }

        _second = now;
        _signingTime = SigningTime.FromUnixSeconds(now);
        Http.HttpDate.Write(now, _httpDate);
        _day = int.Parse(_signingTime.Day, System.Globalization.CultureInfo.InvariantCulture);
    }
}
