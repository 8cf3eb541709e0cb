using System.Globalization;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>The times of log lines in this machine's zone, rendered once a second.</summary>
internal sealed class LogClock(Loop loop)
{
    private readonly byte[] _local = new byte[26];
    private readonly byte[] _iso = new byte[25];
    private long _second = -1;

    /// <summary><c>22/Nov/2026:12:00:00 +0000</c>.</summary>
    public ReadOnlySpan<byte> Local
    {
        get
        {
            Refresh();
            return _local;
        }
    }

    /// <summary><c>2026-11-22T12:00:00+00:00</c>.</summary>
    public ReadOnlySpan<byte> Iso8601
    {
        get
        {
            Refresh();
            return _iso;
        }
    }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long Milliseconds => loop.UnixMilliseconds;

    private void Refresh()
    {
        if (loop.UnixSeconds == _second)
        {
            return;
        }

        _second = loop.UnixSeconds;
        DateTimeOffset now = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(_second), TimeZoneInfo.Local);
        now.TryFormat(_iso, out _, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        now.TryFormat(_local, out int written, "dd/MMM/yyyy:HH:mm:ss ", CultureInfo.InvariantCulture);

        // The zone without its colon.
        _iso.AsSpan(19, 3).CopyTo(_local.AsSpan(written));
        _iso.AsSpan(23, 2).CopyTo(_local.AsSpan(written + 3));
    }
}
