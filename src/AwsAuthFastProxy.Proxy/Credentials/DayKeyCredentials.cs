using System.Globalization;
using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// An access key with derived keys only, each good for one UTC day, region and service: no secret is on this machine,
/// and a day without a key has nothing to sign with. Keys from files are read again when these change.
/// </summary>
public sealed class DayKeyCredentials : CredentialSource
{
    // Looked at, not listened to: events miss a mounted secret whose link is swapped, and network file systems.
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Lock _looking = new();
    private readonly string _accessKey;
    private readonly string? _sessionToken;
    private readonly DayKeyFiles? _files;
    private DayKey[] _keys;
    private volatile int _version;
    private volatile bool _isRetired;
    private ITimer? _timer;
    private int _stamp;
    private long _refreshes;
    private long _failures;
    private string? _lastError;

    /// <summary>Takes the keys over, in no order; they are disposed of with it.</summary>
    /// <param name="name">The name in the configuration.</param>
    /// <param name="accessKey">The access key id.</param>
    /// <param name="keys">At least one.</param>
    /// <param name="sessionToken">The token of temporary credentials, or null.</param>
    /// <param name="files">Where the keys come from, or null when they stand in the configuration.</param>
    public DayKeyCredentials(string name, string accessKey, IReadOnlyList<DayKey> keys, string? sessionToken, DayKeyFiles? files = null)
        : base(name)
    {
        (_accessKey, _sessionToken, _files) = (accessKey, sessionToken, files);
        _keys = [.. keys];
        _stamp = files?.FirstStamp ?? 0;
    }

    /// <summary>The keys, in no order.</summary>
    public IReadOnlyList<DayKey> Keys => Volatile.Read(ref _keys);

    /// <inheritdoc/>
    public override int Version => _version;

    /// <inheritdoc/>
    public override SigningKey? TryCreateKey(int day, string region, string service, out string? reason)
    {
        string date = day.ToString("D8", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            DayKey? key = _isRetired ? null : Array.Find(_keys, key => key.Scope.Date == date && key.Scope.Region == region && key.Scope.Service == service);
            if (key is not null)
            {
                SigningKey? made = key.TryCreate(_accessKey, _sessionToken, out SigningKeyError error);
                reason = made is null ? SigningKey.Describe(error) : null;
                return made;
            }
        }

        reason = $"credentials {Name} have no key for {date}/{region}/{service}/{CredentialScope.Terminator}";
        return null;
    }

    /// <inheritdoc/>
    public override Task StartAsync(TimeProvider clock, ILogger logger)
    {
        if (_files is not null)
        {
            _timer = clock.CreateTimer(_ => ReadIfChanged(clock, logger), null, s_interval, s_interval);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override KeyStatus Status(DateTimeOffset now)
    {
        IReadOnlyList<DayKey> keys = Keys;
        return Status(now, ScopesOf(keys).Select(scope => DaysFrom(keys, now, scope.Region, scope.Service)).DefaultIfEmpty().Min());
    }

    /// <inheritdoc/>
    public override KeyStatus Status(DateTimeOffset now, string region, string service) => Status(now, DaysFrom(Keys, now, region, service));

    /// <summary>The access key only.</summary>
    public override string ToString() => $"{Name} ({_accessKey})";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _isRetired = true;
            DisposeAll(_keys);
        }

        base.Dispose(disposing);
    }

    private void ReadIfChanged(TimeProvider clock, ILogger logger)
    {
        // Loops wait for the lock of the keys, but never for a file system.
        if (!_looking.TryEnter())
        {
            return;
        }

        try
        {
            int stamp = _files!.Stamp();
            if (!_isRetired && stamp != _stamp)
            {
                _stamp = stamp;
                bool isRead = _files.TryRead(out IReadOnlyList<DayKey>? keys, out string? reason);
                Take(keys ?? [], isRead ? null : reason, clock.GetUtcNow(), logger);
            }
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void Take(IReadOnlyList<DayKey> keys, string? fault, DateTimeOffset now, ILogger logger)
    {
        lock (_lock)
        {
            if (_isRetired)
            {
                DisposeAll(keys);
                return;
            }

            fault ??= LostToday(keys, now);
            if (fault is null)
            {
                DisposeAll(_keys);
                Volatile.Write(ref _keys, [.. keys]);
                _version++;
                _refreshes++;
                _lastError = null;
                CredentialLog.DayKeysRead(logger, Name, Status(now).DaysInHand ?? 0);
                return;
            }

            DisposeAll(keys);
            _failures++;
            _lastError = fault;
            CredentialLog.DayKeysRefused(logger, Name, fault);
        }
    }

    /// <summary>A good set is not replaced by one that can sign less today, as when files are found half laid down.</summary>
    private string? LostToday(IReadOnlyList<DayKey> keys, DateTimeOffset now)
    {
        foreach ((string region, string service) in ScopesOf(_keys))
        {
            if (DaysFrom(_keys, now, region, service) > 0 && DaysFrom(keys, now, region, service) == 0)
            {
                return $"they have no key for today, {now.UtcDateTime:yyyyMMdd}/{region}/{service}, any more";
            }
        }

        return null;
    }

    private static void DisposeAll(IEnumerable<DayKey> keys)
    {
        foreach (DayKey key in keys)
        {
            key.Dispose();
        }
    }

    private static IEnumerable<(string Region, string Service)> ScopesOf(IEnumerable<DayKey> keys) =>
        keys.Select(static key => (key.Scope.Region, key.Scope.Service)).Distinct();

    private static int DaysFrom(IReadOnlyList<DayKey> keys, DateTimeOffset now, string region, string service)
    {
        var dates = keys.Where(key => key.Scope.Region == region && key.Scope.Service == service).Select(static key => key.Scope.Date).ToHashSet();
        int days = 0;
        for (DateTime day = now.UtcDateTime.Date; dates.Contains(day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)); day = day.AddDays(1))
        {
            days++;
        }

        return days;
    }

    private KeyStatus Status(DateTimeOffset now, int days)
    {
        DateTimeOffset? end = days == 0 ? null : new DateTimeOffset(now.UtcDateTime.Date.AddDays(days), TimeSpan.Zero);
        return new KeyStatus
        {
            Name = Name,
            Provider = "signingKeys",
            AccessKeyId = _accessKey,
            IsUsable = days > 0 && !_isRetired,
            Expires = end,
            SecondsToExpiry = (end - now)?.TotalSeconds,
            DaysInHand = days,
            Refreshes = Interlocked.Read(ref _refreshes),
            Failures = Interlocked.Read(ref _failures),
            LastError = _lastError,
        };
    }
}
