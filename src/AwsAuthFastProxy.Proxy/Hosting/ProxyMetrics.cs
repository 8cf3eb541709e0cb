using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Telemetry;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>
/// The metrics of a running proxy: observable instruments, read from the loops' plain counters when somebody looks, on his thread. A
/// histogram is three counters, <c>.bucket</c> with the label <c>le</c>, <c>.sum</c> and <c>.count</c>: there are no observable histograms.
/// </summary>
public sealed class ProxyMetrics : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly ProxyServer _server;
    private readonly TimeProvider _time;
    private readonly ITimer _beat;

    /// <summary>Makes the instruments, and begins to ask the loops for their pulse each second.</summary>
    public ProxyMetrics(ProxyServer server, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(time);
        _server = server;
        _time = time;
        string version = typeof(ProxyMetrics).Assembly.GetName().Version?.ToString(3) ?? "";
        Meter = new Meter("AwsAuthFastProxy", version);
        AddCounters();
        AddRequests();
        AddLoops();
        AddAddresses();
        AddKeys();
        AddProcess(version);
        _beat = time.CreateTimer(_ => Beat(), null, TimeSpan.Zero, s_interval);
    }

    /// <summary>All instruments belong to it.</summary>
    public Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _beat.Dispose();
        Meter.Dispose();
    }

    private void Beat()
    {
        foreach (LoopPulse pulse in _server.Pulses)
        {
            pulse.Beat();
        }
    }

    private void AddCounters()
    {
        foreach (CounterMetric metric in CounterMetrics.All)
        {
            if (metric.Rises)
            {
                Meter.CreateObservableCounter(metric.Name, () => Sum(metric), metric.Unit, metric.Help);
            }
            else
            {
                Meter.CreateObservableGauge(metric.Name, () => Sum(metric), metric.Unit, metric.Help);
            }
        }
    }

    private long Sum(CounterMetric metric) => _server.Counters.Sum(metric.Read);

    private void AddRequests()
    {
        Meter.CreateObservableCounter("aafp.requests", Requests, description: "Requests by route, method and the status that was answered; 499 for a client that left before.");
        AddHistogram(
            "aafp.stage.duration",
            "Stages of requests: sign, queue for a kept connection, connect a fresh one, first byte of the response, total.",
            () => [.. RequestTelemetry.Stages.Select(stage => (
                KeyValuePair.Create<string, object?>("stage", NameOf(stage)), _server.Telemetry.Select(telemetry => telemetry.Of(stage)).ToArray()))]);
        Meter.CreateObservableCounter(
            "aafp.rejections",
            () => ErrorAnswers.All.Select((answer, index) => Labelled(_server.Telemetry.Sum(telemetry => telemetry.Rejections(index)), "reason", answer.Name))
                .Where(static measurement => measurement.Value > 0),
            description: "Answers of the proxy's own by reason, as x-proxy-error has it.");
        Meter.CreateObservableCounter(
            "aafp.access_log.dropped", () => _server.AccessLogLinesDropped, description: "Access log lines left out because their writer did not keep up.");
    }

    private IEnumerable<Measurement<long>> Requests() =>
        _server.Telemetry.SelectMany(static telemetry => telemetry.Routes).SelectMany(static route => route.Read(), static (route, row) => (route.Route, row))
            .GroupBy(static entry => (entry.Route, entry.row.Method, entry.row.Status))
            .Select(static group => new Measurement<long>(
                group.Sum(static entry => entry.row.Count),
                KeyValuePair.Create<string, object?>("route", group.Key.Route),
                KeyValuePair.Create<string, object?>("method", group.Key.Method),
                KeyValuePair.Create<string, object?>("status", group.Key.Status)));

    private static string NameOf(ExchangeStage stage) => stage == ExchangeStage.FirstByte ? "first_byte" : stage.ToString().ToLowerInvariant();

    private void AddLoops()
    {
        Meter.CreateObservableGauge("aafp.loops", () => _server.Pulses.Count, description: "Event loops.");
        AddHistogram("aafp.loop.lag", "How long a message waited for its loop, asked for each second.", () => [(default, [.. _server.Pulses.Select(static pulse => pulse.Lag)])]);
        Meter.CreateObservableGauge(
            "aafp.loop.stalled",
            () => _server.Pulses.Select((pulse, loop) => Labelled(pulse.Waiting.TotalSeconds, "loop", Text(loop))),
            "s",
            "Since when a loop owes an answer; 0 for one that turns.");
        Meter.CreateObservableGauge(
            "aafp.buffers.in_use",
            () =>
            {
                IReadOnlyList<LoopPulse> pulses = _server.Pulses;
                int large = pulses.Sum(static pulse => pulse.LargeBuffersInUse);
                return new[]
                {
                    Labelled(pulses.Sum(static pulse => pulse.BuffersInUse) - large, "size", "small"),
                    Labelled(large, "size", "large"),
                };
            },
            description: "Blocks of the loops' pools that hold bytes: small ones of 16 KiB, large ones of 256 KiB.");
    }

    /// <summary>Adds a histogram that is the sum of others, for each label value of <paramref name="read"/>; seconds.</summary>
    private void AddHistogram(
        string name, string help, Func<IReadOnlyList<(KeyValuePair<string, object?> Label, LatencyHistogram[] Parts)>> read)
    {
        Meter.CreateObservableCounter($"{name}.bucket", () => read().SelectMany(static row => Buckets(row.Label, row.Parts)), "s", help);
        Meter.CreateObservableCounter(
            $"{name}.sum", () => read().Select(static row => Labelled(row.Parts.Sum(static part => part.SumSeconds), row.Label)), "s", help);
        Meter.CreateObservableCounter(
            $"{name}.count", () => read().Select(static row => Labelled(row.Parts.Sum(static part => Total(part)), row.Label)), "s", help);
    }

    private static IEnumerable<Measurement<long>> Buckets(KeyValuePair<string, object?> label, LatencyHistogram[] parts)
    {
        long count = 0;
        for (int i = 0; i <= LatencyHistogram.Bounded; i++)
        {
            int index = i;
            count += parts.Sum(part => part.CountOf(index));
            var bound = KeyValuePair.Create<string, object?>(
                "le", i == LatencyHistogram.Bounded ? "+Inf" : LatencyHistogram.BoundSeconds(i).ToString(CultureInfo.InvariantCulture));
            yield return label.Key is null ? new Measurement<long>(count, bound) : new Measurement<long>(count, label, bound);
        }
    }

    private static long Total(LatencyHistogram histogram)
    {
        long count = 0;
        for (int i = 0; i <= LatencyHistogram.Bounded; i++)
        {
            count += histogram.CountOf(i);
        }

        return count;
    }

    private void AddAddresses()
    {
        Meter.CreateObservableGauge(
            "aafp.upstream.address.connections",
            () => Addresses(static address => address.Connections),
            description: "Upstream connections open or being dialled, by address.");
        Meter.CreateObservableGauge(
            "aafp.upstream.address.aside",
            () => Addresses(static address => address.IsAside ? 1 : 0),
            description: "Event loops that have set the address aside after failures in a row, or have it on trial after that.");
    }

    private IEnumerable<Measurement<long>> Addresses(Func<AddressCounters, long> read) =>
        _server.Counters.SelectMany(static counters => counters.Addresses).GroupBy(static address => (address.Upstream, address.Address))
            .Select(group => new Measurement<long>(
                group.Sum(read),
                KeyValuePair.Create<string, object?>("upstream", group.Key.Upstream),
                KeyValuePair.Create<string, object?>("address", group.Key.Address)));

    private void AddKeys()
    {
        Meter.CreateObservableGauge(
            "aafp.signing.key.usable",
            () => Keys().Select(static key => Labelled(key.Status.IsUsable ? 1 : 0, "upstream", key.Upstream)),
            description: "1 when a request to the upstream can be signed now, else 0.");
        Meter.CreateObservableGauge(
            "aafp.signing.key.days",
            () => Keys().Where(static key => key.Status.DaysInHand is not null).Select(static key => Labelled(key.Status.DaysInHand!.Value, "upstream", key.Upstream)),
            description: "UTC days that day keys are in hand for without a gap, today included. Absent for other keys.");
        Meter.CreateObservableGauge(
            "aafp.signing.key.remaining",
            () => Keys().Where(static key => key.Status.SecondsToExpiry is not null)
                .Select(static key => Labelled(key.Status.SecondsToExpiry!.Value, "upstream", key.Upstream)),
            "s",
            "Time until the keys in hand end; negative once they have. Absent where no end is known.");
        Meter.CreateObservableCounter(
            "aafp.credentials.refreshes", () => Sets(static status => status.Refreshes), description: "New values of credentials taken since the start.");
        Meter.CreateObservableCounter(
            "aafp.credentials.failures", () => Sets(static status => status.Failures), description: "Attempts to get new values of credentials that failed.");
    }

    private IEnumerable<(string Upstream, KeyStatus Status)> Keys()
    {
        DateTimeOffset now = _time.GetUtcNow();
        foreach (UpstreamModel upstream in _server.Model.Upstreams)
        {
            if (upstream.Credentials is { } credentials)
            {
                yield return (upstream.Name, credentials.Status(now, upstream.Region, upstream.Service));
            }
        }
    }

    private IEnumerable<Measurement<long>> Sets(Func<KeyStatus, long> read)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return _server.Model.Upstreams.Select(static upstream => upstream.Credentials).OfType<CredentialSource>().DistinctBy(static credentials => credentials.Name)
            .Select(credentials => Labelled(read(credentials.Status(now)), "credentials", credentials.Name));
    }

    private void AddProcess(string version)
    {
        using Process process = Process.GetCurrentProcess();
        DateTimeOffset started = process.StartTime;
        Meter.CreateObservableGauge("process.start.time", () => Seconds(started), "s", "When the process began, Unix time.");
        Meter.CreateObservableGauge("aafp.build.info", () => Labelled(1, "version", version), description: "The version that runs.");
        Meter.CreateObservableGauge(
            "aafp.config.applied.timestamp", () => Seconds(_server.Applied), "s", "When the configuration in force was read, Unix time.");
        Meter.CreateObservableCounter("aafp.config.refused", () => _server.RefusedConfigurations, description: "Configurations refused when they were read anew.");
        Meter.CreateObservableGauge(
            "aafp.config.stale", () => _server.IsConfigurationStale ? 1 : 0, description: "1 when the file that was read last is not in force, because it has errors.");
        Meter.CreateObservableCounter(
            "aafp.gc.collections",
            static () => Enumerable.Range(0, GC.MaxGeneration + 1).Select(static generation => Labelled(GC.CollectionCount(generation), "generation", Text(generation))),
            description: "Garbage collections.");
        Meter.CreateObservableCounter("aafp.gc.pause", static () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time that all threads stood still for the garbage collector.");
        Meter.CreateObservableCounter("aafp.gc.allocated", static () => GC.GetTotalAllocatedBytes(), "By", "Bytes allocated on the managed heap.");
        Meter.CreateObservableGauge("aafp.gc.heap", static () => GC.GetTotalMemory(forceFullCollection: false), "By", "Bytes of the managed heap in use.");
        Meter.CreateObservableCounter("process.cpu", static () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "CPU time of the process, user and system.");
        Meter.CreateObservableGauge("process.resident.memory", static () => Environment.WorkingSet, "By", "Resident memory of the process.");
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Measurement<T> Labelled<T>(T value, string name, string label)
        where T : struct => new(value, KeyValuePair.Create<string, object?>(name, label));

    private static Measurement<T> Labelled<T>(T value, KeyValuePair<string, object?> label)
        where T : struct => label.Key is null ? new Measurement<T>(value) : new Measurement<T>(value, label);
}
