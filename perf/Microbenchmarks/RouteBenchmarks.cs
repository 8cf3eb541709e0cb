using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>Matching against 100 hosts with five prefixes each, wildcards and a default; against a walk through a list of strings.</summary>
public class RouteBenchmarks
{
    private readonly byte[] _exactHost = "Host42.example.com:8000"u8.ToArray();
    private readonly byte[] _wildcardHost = "a.b.wild3.example.com"u8.ToArray();
    private readonly byte[] _unknownHost = "elsewhere.example.org"u8.ToArray();
    private readonly byte[] _path = "/prefix3/some/where/below.jpg"u8.ToArray();
    private readonly List<(string? Host, string Prefix)> _list = [];
    private readonly RequestValues _values = new();
    private readonly RequestHead _head = new();
    private RouteTable _table = null!;
    private RouteTable _single = null!;

    // Without regexes nobody looks at it.
    private TextSource Source => new(_values, _head, default);

    [GlobalSetup]
    public void SetUp()
    {
        var model = new UpstreamModel { Name = "upstream", EndpointHost = "s3.example", EndpointPort = 80 };
        var upstream = new Upstream(model, 0);
        for (int host = 0; host < 100; host++)
        {
            _list.AddRange(Enumerable.Range(0, 5).Select(prefix => ((string?)$"host{host}.example.com", $"/prefix{prefix}/")));
        }

        _list.AddRange(Enumerable.Range(0, 5).Select(static wild => ((string?)$"*.wild{wild}.example.com", "/")));
        _list.Add((null, "/"));
        _table = new RouteTable([.. _list.Select(route => Route(route.Host, route.Prefix, model, upstream))]);
        _single = new RouteTable([Route(null, "/", model, upstream)]);
        if (!Exact() || !Wildcard() || !Default() || !SingleRoute() || !ListOfStrings())
        {
            throw new InvalidOperationException("a route is not found");
        }
    }

    [Benchmark(Baseline = true, Description = "a list of strings")]
    public bool ListOfStrings()
    {
        string host = Encoding.ASCII.GetString(_exactHost).Split(':')[0];
        string path = Encoding.ASCII.GetString(_path);
        return _list.Exists(route =>
            string.Equals(route.Host, host, StringComparison.OrdinalIgnoreCase) && path.StartsWith(route.Prefix, StringComparison.Ordinal));
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public bool Exact() => _table.Match(_exactHost, _path, Source) is { Host: "host42.example.com" };

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public bool Wildcard() => _table.Match(_wildcardHost, _path, Source) is { Host: "*.wild3.example.com" };

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public bool Default() => _table.Match(_unknownHost, _path, Source) is { Host: null };

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public bool SingleRoute() => _single.Match(_exactHost, _path, Source) is { Host: null };

    private static Route Route(string? host, string prefix, UpstreamModel model, Upstream upstream) =>
        new(new RouteModel { Host = host, PathPrefix = prefix, Upstream = model }, upstream);
}
