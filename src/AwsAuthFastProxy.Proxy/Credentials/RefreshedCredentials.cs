using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// Keys that a provider hands out, asked for in the background ahead of their end. What it holds is replaced by good values only, so a
/// provider that fails is noticed when its last keys end, and warned of long before. Loops never wait for it.
/// </summary>
public sealed class RefreshedCredentials(string name, CredentialProvider provider) : CredentialSource(name)
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private TimeProvider _clock = TimeProvider.System;
    private ILogger _logger = NullLogger.Instance;
    private ITimer? _dueTimer;
    private ITimer? _endTimer;
    private FetchedCredentials? _current;
    private Task? _attempt;
    private Task<FetchedCredentials>? _fetch;
    private volatile int _version;
    private bool _isStopped;
    private int _failuresInARow;
    private long _refreshes;
    private long _failures;
    private string? _lastError;

    /// <summary>Who is asked.</summary>
    public CredentialProvider Provider { get; } = provider;

    /// <inheritdoc/>
    public override int Version => _version;

    /// <summary>A number from 0 to 1 that spreads attempts over time.</summary>
    internal Func<double> Chance { get; init; } = Random.Shared.NextDouble;

    /// <inheritdoc/>
    public override SigningKey? TryCreateKey(int day, string region, string service, out string? reason)
    {
        lock (_lock)
        {
            if (_current is { } keys && !_isStopped && !(keys.Expires <= _clock.GetUtcNow()))
            {
                return SecretKey.TryDerive(keys.AccessKeyId, keys.Secret, keys.SessionToken, day, region, service, out reason);
            }

            reason = _isStopped ? $"credentials {Name} are no longer in use"
                : _current is null ? $"credentials {Name} have no keys yet from provider {Provider.Kind}: {_lastError ?? "it has not answered so far"}"
                : $"credentials {Name}: the keys from provider {Provider.Kind} have expired: {_lastError ?? "it gave no new ones"}";
            return null;
        }
    }

    /// <inheritdoc/>
    public override KeyStatus Status(DateTimeOffset now)
    {
        lock (_lock)
        {
            return new KeyStatus
            {
                Name = Name,
                Provider = _current?.Provider ?? Provider.Kind,
                AccessKeyId = _current?.AccessKeyId,
                IsUsable = _current is not null && !_isStopped && !(_current.Expires <= now),
                Expires = _current?.Expires,
                SecondsToExpiry = (_current?.Expires - now)?.TotalSeconds,
                Refreshes = _refreshes,
                Failures = _failures,
                LastError = _lastError,
            };
        }
    }

    /// <inheritdoc/>
    public override Task StartAsync(TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(clock);
        lock (_lock)
        {
            if (_dueTimer is not null || _isStopped)
            {
                return Task.CompletedTask;
            }

            (_clock, _logger) = (clock, logger);
            _dueTimer = clock.CreateTimer(_ => RefreshAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _endTimer = clock.CreateTimer(_ => OnEnd(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return RefreshAsync();
    }

    /// <summary>Asks the provider now. Whoever calls while an attempt is under way gets that one's end; never faults.</summary>
    public Task RefreshAsync()
    {
        TaskCompletionSource done;
        lock (_lock)
        {
            if (_isStopped || _attempt is { IsCompleted: false })
            {
                return _attempt ?? Task.CompletedTask;
            }

            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _attempt = done.Task;
        }

        return AttemptAsync(done);
    }

    /// <summary>The provider and the access key in force.</summary>
    public override string ToString() => $"{Name} ({_current?.AccessKeyId ?? Provider.Kind})";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            if (!_isStopped)
            {
                _isStopped = true;
                _stop.Cancel();
                _stop.Dispose();
            }

            _dueTimer?.Dispose();
            _endTimer?.Dispose();
            _current?.Dispose();
            Provider.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task AttemptAsync(TaskCompletionSource done)
    {
        TimeSpan wait;
        try
        {
            FetchedCredentials fetched = await FetchAsync().ConfigureAwait(false);
            wait = Take(fetched);
        }
        catch (TimeoutException)
        {
            wait = Fail($"no answer within {RefreshSchedule.AttemptTimeout.TotalSeconds:0} s");
        }
#pragma warning disable CA1031 // Whatever a provider's libraries throw is a failed attempt: the keys in force stay, and it is tried again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // Only our own messages are known to show no secret.
            wait = Fail(e is CredentialException ? e.Message : e.GetType().Name);
        }

        lock (_lock)
        {
            if (!_isStopped)
            {
                _dueTimer?.Change(Short(wait), Timeout.InfiniteTimeSpan);
            }
        }

        done.SetResult();
    }

    /// <summary>One call at a time: one that was given up as late but goes on is waited for again, not joined by a second.</summary>
    private async Task<FetchedCredentials> FetchAsync()
    {
        if (_fetch is null)
        {
            using var patience = new CancellationTokenSource(RefreshSchedule.AttemptTimeout, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
            _fetch = Provider.FetchAsync(either.Token);
            return await AwaitFetchAsync(either.Token).ConfigureAwait(false);
        }

        return await AwaitFetchAsync(_stop.Token).ConfigureAwait(false);
    }

    private async Task<FetchedCredentials> AwaitFetchAsync(CancellationToken cancellationToken)
    {
        Task<FetchedCredentials> fetch = _fetch!;
        try
        {
            return await fetch.WaitAsync(RefreshSchedule.AttemptTimeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_isStopped)
        {
            throw new TimeoutException();
        }
        finally
        {
            if (fetch.IsCompleted)
            {
                _fetch = null;
            }
        }
    }

    /// <summary>Puts values in force if they are good. Returns when to ask again.</summary>
    private TimeSpan Take(FetchedCredentials fetched)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (fetched.Fault(now) is { } fault)
        {
            fetched.Dispose();
            return Fail(fault);
        }

        lock (_lock)
        {
            FetchedCredentials? old = _current;
            bool isSame = old is not null && old.IsSameAs(fetched);
            if (_isStopped || (isSame && old!.Expires == fetched.Expires))
            {
                fetched.Dispose();
                _lastError = null;
                _failuresInARow = 0;
                return fetched.Expires is { } end ? RefreshSchedule.AfterTheSame(now, end, Chance()) : RefreshSchedule.AfterSuccess(now, null, Chance());
            }

            bool hadEnded = old?.Expires <= now;
            _current = fetched;
            old?.Dispose();
            _refreshes++;
            if (!isSame || hadEnded)
            {
                _version++;
            }

            if (old is null || _failuresInARow > 0)
            {
                CredentialLog.Fetched(_logger, Name, fetched.AccessKeyId, fetched.Provider, Text(fetched.Expires));
            }

            _lastError = null;
            _failuresInARow = 0;
            _endTimer?.Change(fetched.Expires is { } until ? Short(until - now) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return RefreshSchedule.AfterSuccess(now, fetched.Expires, Chance());
        }
    }

    /// <summary>Says that an attempt failed. Returns when to try again.</summary>
    private TimeSpan Fail(string reason)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return Timeout.InfiniteTimeSpan;
            }

            _failures++;
            _failuresInARow++;
            _lastError = reason;
            TimeSpan wait = RefreshSchedule.AfterFailure(_failuresInARow, Chance());
            if (_current is { } keys && !(keys.Expires <= _clock.GetUtcNow()))
            {
                CredentialLog.RefreshFailed(_logger, Name, Provider.Kind, _failuresInARow, reason, keys.AccessKeyId, Text(keys.Expires), wait.TotalSeconds);
            }
            else
            {
                CredentialLog.NoKeys(_logger, Name, Provider.Kind, _failuresInARow, reason, wait.TotalSeconds);
            }

            return wait;
        }
    }

    /// <summary>The keys in force end, and nothing has replaced them: loops shall notice, and people.</summary>
    private void OnEnd()
    {
        lock (_lock)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            if (_isStopped || _current?.Expires is not { } end)
            {
                return;
            }

            if (end > now)
            {
                _endTimer!.Change(Short(end - now), Timeout.InfiniteTimeSpan);
                return;
            }

            _version++;
            CredentialLog.Expired(_logger, Name, _current.AccessKeyId, Text(end), Provider.Kind, _lastError ?? "it gave no new ones");
        }
    }

    // Timers take at most 49 days; keys that last longer are asked for and looked at once more on the way.
    private static TimeSpan Short(TimeSpan span) => span < TimeSpan.FromDays(40) ? span : TimeSpan.FromDays(40);

    private static string Text(DateTimeOffset? end) =>
        end is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) : "no known end";
}
