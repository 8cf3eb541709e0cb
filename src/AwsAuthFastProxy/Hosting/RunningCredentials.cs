using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// The credentials that a serving process uses: starts what a configuration brings, keeps what it has in common with the one before, and
/// retires the rest once no loop uses it.
/// </summary>
internal sealed class RunningCredentials(TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>
    /// How long a start or a reload waits for first keys. After that it goes on without: not ready, and 503 with the reason, until they come.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A provider's own timeouts lie below.
    private static readonly TimeSpan s_oncePatience = TimeSpan.FromSeconds(35);

    private readonly Lock _lock = new();
    private IReadOnlyList<CredentialSource> _sources = [];

    /// <summary>Those in use.</summary>
    public IReadOnlyCollection<CredentialSource> Sources
    {
        get
        {
            lock (_lock)
            {
                return _sources;
            }
        }
    }

    /// <summary>Gets the keys of <paramref name="model"/> once, for a command that does not serve; refreshes nothing afterwards.</summary>
    public static async Task<RunningCredentials> FetchAsync(ProxyModel model, TimeProvider clock)
    {
        var credentials = new RunningCredentials(clock, NullLogger.Instance);
        await credentials.StartAsync(model, s_oncePatience).ConfigureAwait(false);
        return credentials;
    }

    /// <summary>Starts what is new in <paramref name="model"/>; completes when its first keys are there, or could not be had, or patience ends.</summary>
    public async Task StartAsync(ProxyModel model, TimeSpan patience)
    {
        IReadOnlyList<CredentialSource> sources = SourcesOf(model);
        CredentialSource[] fresh;
        lock (_lock)
        {
            fresh = [.. sources.Except(_sources)];
            _sources = [.. _sources, .. fresh];
        }

        var first = Task.WhenAll(fresh.Select(source => source.StartAsync(clock, logger)));
        if (!first.IsCompleted)
        {
            await Task.WhenAny(first, Task.Delay(patience, clock)).ConfigureAwait(false);
        }

        foreach (var source in fresh)
        {
            if (!first.IsCompleted && !source.Status(clock.GetUtcNow()).IsUsable)
            {
                Log.StartedWithoutKeys(logger, source.Name, patience.TotalSeconds);
            }
        }
    }

    /// <summary>Lets go of what <paramref name="model"/> does not use; stops and zeroes it once <paramref name="applied"/> has completed.</summary>
    public async Task RetireAsync(ProxyModel model, Task applied)
    {
        IReadOnlyList<CredentialSource> used = SourcesOf(model);
        CredentialSource[] unused;
        lock (_lock)
        {
            unused = [.. _sources.Except(used)];
            _sources = used;
        }

        await applied.ConfigureAwait(false);
        Dispose(unused);
    }

    /// <inheritdoc/>
    public void Dispose() => Dispose(Sources);

    private static void Dispose(IEnumerable<CredentialSource> sources)
    {
        foreach (var source in sources)
        {
            source.Dispose();
        }
    }

    private static List<CredentialSource> SourcesOf(ProxyModel model) =>
        [.. model.Upstreams.Select(upstream => upstream.Credentials).OfType<CredentialSource>().Distinct()];
}
