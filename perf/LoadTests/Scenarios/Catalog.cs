using AwsAuthFastProxy.LoadTests.Candidates;

namespace AwsAuthFastProxy.LoadTests.Scenarios;

/// <summary>All scenarios, with the project's targets.</summary>
internal static class Catalog
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Get(ObjectSize.OneKiB, 64, Threshold.ToNginx(Measure.Cpu, 0.90), Threshold.ToNginx(Measure.Rate, 1.10), Threshold.ToFloor(1.20))
            with { Quick = true, QuickCandidates = [CandidateKind.Proxy, CandidateKind.Nginx, CandidateKind.Floor] },
        Get(ObjectSize.OneKiB, 256, Threshold.ToNginx(Measure.Cpu, 0.90), Threshold.ToNginx(Measure.Rate, 1.10), Threshold.ToFloor(1.20)),
        Get(ObjectSize.SixtyFourKiB, 16, Threshold.ToNginx(Measure.Cpu, 0.45), Threshold.ToFloor(1.10)) with { Quick = true },
        Get(ObjectSize.OneMiB, 8, Threshold.ToNginx(Measure.Cpu, 0.35), Threshold.ToFloor(1.10)) with { Quick = true },
        Get(ObjectSize.SixteenMiB, 8, Threshold.ToNginx(Measure.Cpu, 0.35), Threshold.ToFloor(1.10)),
        new("put-1MiB-8", "PUT 1 MiB, 8 connections", "PUT", ObjectSize.OneMiB, 8) { Thresholds = [Threshold.ToNginx(Measure.Cpu, 0.50)] },
        Tls(ObjectSize.OneKiB, 64, 0.95) with { Quick = true },
        Tls(ObjectSize.SixtyFourKiB, 16, 0.55),
        Tls(ObjectSize.OneMiB, 8, 0.75),
        new("open-1KiB-64", "GET 1 KiB at a constant rate, half of nginx's capacity, 64 connections", "GET", ObjectSize.OneKiB, 64)
        {
            Load = LoadSimulation.Open,
            Thresholds = [Threshold.ToNginx(Measure.P50, 1), Threshold.ToNginx(Measure.P99, 1), Threshold.ToNginx(Measure.P999, 1)],
        },
        new("workers-1KiB-64", "GET 1 KiB, 64 connections, two workers on both cores against one", "GET", ObjectSize.OneKiB, 64)
        {
            Candidates = [CandidateKind.Proxy, CandidateKind.ProxyTwoWorkers, CandidateKind.Nginx],
            Thresholds = [new(Measure.Cpu, CandidateKind.ProxyTwoWorkers, CandidateKind.Proxy, 1.05)],
        },
        new("log-1KiB-64", "GET 1 KiB, 64 connections, with an access log to a file in memory", "GET", ObjectSize.OneKiB, 64)
        {
            Candidates = [CandidateKind.Proxy, CandidateKind.ProxyLogCombined, CandidateKind.ProxyLogJson],
            Thresholds =
            [
                new(Measure.Cpu, CandidateKind.ProxyLogCombined, CandidateKind.Proxy, 1.05),
                new(Measure.Cpu, CandidateKind.ProxyLogJson, CandidateKind.Proxy, 1.05),
            ],
        },
    ];

    private static Scenario Get(ObjectSize size, int connections, params Threshold[] thresholds) =>
        new($"get-{size.Name}-{connections}", $"GET {Words(size)}, {connections} connections", "GET", size, connections) { Thresholds = thresholds };

    private static Scenario Tls(ObjectSize size, int connections, double cpu) =>
        new($"tls-{size.Name}-{connections}", $"GET {Words(size)} over HTTPS to the upstream, {connections} connections", "GET", size, connections)
        {
            Tls = true,
            Candidates = size == ObjectSize.OneKiB
                ? [CandidateKind.Proxy, CandidateKind.Nginx, CandidateKind.Haproxy, CandidateKind.FloorTls]
                : [CandidateKind.Proxy, CandidateKind.Nginx, CandidateKind.NginxDefault, CandidateKind.Haproxy, CandidateKind.FloorTls],
            Thresholds = [Threshold.ToNginx(Measure.Cpu, cpu)],
        };

    private static string Words(ObjectSize size) => size.Name.Insert(size.Name.Length - 3, " ");
}
