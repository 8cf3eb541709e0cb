using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Microbenchmarks.Wire;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Transport.Tasks;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>One body of 64 KiB from one connection to another, against the copies that the wire in memory makes.</summary>
public class RelayBenchmarks
{
    private const int Length = 64 * 1024;

    private readonly byte[] _body = new byte[Length];
    private readonly byte[] _first = new byte[Length];
    private readonly byte[] _second = new byte[Length];
    private WireLoop _loop = null!;
    private WireConnection _source = null!;
    private WireConnection _sink = null!;
    private BodyRelay _relay = null!;
    private DetachedTask _run = null!;
    private int _ended;

    [GlobalSetup]
    public void SetUp()
    {
        new Random(1).NextBytes(_body);
        _loop = new WireLoop(static _ => { });
        _source = new WireConnection(_loop);
        _sink = new WireConnection(_loop);
        _relay = new BodyRelay(_loop);
        _run = new DetachedTask(_ => _ended++);
        if (Relay() != Length || !_sink.Outgoing.SequenceEqual(_body) || _ended != 1)
        {
            throw new InvalidOperationException("the body did not arrive");
        }
    }

    [Benchmark(Baseline = true, Description = "three copies")]
    public byte Copies()
    {
        _body.CopyTo(_first, 0);
        _first.CopyTo(_second, 0);
        _second.CopyTo(_first, 0);
        return _second[Length - 1];
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Relay()
    {
        _sink.TakeOutgoing();
        _source.Deliver(_body);
        _run.Start(RunAsync());
        _loop.RunUntilIdle();
        return _sink.Outgoing.Length;
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask RunAsync() =>
        await _relay.RelayAsync(_source, _sink, BodyFraming.OfLength(Length), chunked: false, new Pace(1000, 0), new Pace(1000, 0));
}
