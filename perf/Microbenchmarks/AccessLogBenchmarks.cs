using System.Globalization;
using System.Net;
using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Microbenchmarks.Wire;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Model;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>The log line of an exchange, from its heads to the ring, in both formats; against the line of <c>combined</c> as an interpolated string.</summary>
public class AccessLogBenchmarks
{
    private const int RingBytes = 512 * 1024;

    private readonly byte[] _request = Messages.Get;
    private readonly byte[] _response = Messages.ResponseHead(1024);
    private readonly RequestHead _requestHead = new();
    private readonly ResponseHead _responseHead = new();
    private readonly AccessLogTarget _combined = new(new AccessLogModel(null, "combined"), 0);
    private readonly AccessLogTarget _json = new(new AccessLogModel(null, "json"), 1);
    private readonly AccessLogRing _ring = new(RingBytes, static () => { });
    private readonly AccessLogEntry _entry = new();
    private readonly LogLine _line = new();
    private readonly IPEndPoint _remote = new(IPAddress.Parse("198.51.100.7"), 40000);
    private LogClock _clock = null!;

    [GlobalSetup]
    public void Check()
    {
        _clock = new LogClock(new WireLoop(static _ => { }));
        HeadParser.ParseRequest(_request, 0, _requestHead, HeadLimits.Default);
        HeadParser.ParseResponse(_response, 0, _responseHead, HeadLimits.Default);
        string expected = Line();
        Combined();
        _ring.Write("x"u8);
        Write(_combined);
        string line = Encoding.ASCII.GetString(_ring.Peek()[1..]);
        Json();
        if (line != expected)
        {
            throw new InvalidOperationException($"wrong line: {line} instead of {expected}");
        }
    }

    [Benchmark(Baseline = true, Description = "combined as an interpolated string")]
    public int Strings() => Encoding.UTF8.GetByteCount(Line());

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Combined() => WriteAndTake(_combined);

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Json() => WriteAndTake(_json);

    private int WriteAndTake(AccessLogTarget target)
    {
        Write(target);
        int length = _ring.Peek().Length;
        _ring.Advance(length);
        return length;
    }

    private void Write(AccessLogTarget target)
    {
        _entry.Begin(target, _ring, _requestHead, _request, default);
        _entry.Respond(_responseHead.Fields, _response);
        var facts = new LogFacts
        {
            Remote = _remote,
            Status = 200,
            BytesSent = 1424,
            BodyBytesSent = 1024,
            RequestLength = _request.Length,
            IsComplete = true,
            Connection = 4711,
            ConnectionRequests = 42,
            Route = "*/",
            Upstream = "photos",
            UpstreamStatus = 200,
            UpstreamReused = true,
            Sign = 0.000004,
            Queue = 0.000001,
            Connect = -1,
            FirstByte = 0.012345,
            Upstreams = 0.0125,
            Total = 0.012567,
        };
        _entry.End(facts, _line, _clock);
    }

    private string Line()
    {
        string[] lines = Encoding.ASCII.GetString(_request).Split("\r\n");
        string time = DateTimeOffset.Now.ToString("dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture).Remove(24, 1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_remote.Address} - - [{time}] \"{lines[0]}\" {200} {1024} \"{lines[7]["Referer: ".Length..]}\" \"{lines[2]["User-Agent: ".Length..]}\"\n");
    }
}
