using AwsAuthFastProxy.Microbenchmarks.Wire;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>A whole exchange in memory: request in, signed request out to an upstream, its answer back.</summary>
public class ExchangeBenchmarks
{
    private WireRig _signed = null!;
    private WireRig _unsigned = null!;
    private WireRig _large = null!;
    private WireRig _put = null!;
    private PlainRelay _floor = null!;

    [GlobalSetup(Target = nameof(Get1KiB))]
    public void SetUpSigned() => (_signed = new WireRig(Messages.Get, Messages.Response(1024), sign: true)).Check(isSigned: true);

    [GlobalSetup(Target = nameof(Get1KiBUnsigned))]
    public void SetUpUnsigned() => (_unsigned = new WireRig(Messages.Get, Messages.Response(1024), sign: false)).Check(isSigned: false);

    [GlobalSetup(Target = nameof(Get64KiB))]
    public void SetUpLarge() => (_large = new WireRig(Messages.Get, Messages.Response(64 * 1024), sign: true)).Check(isSigned: true);

    [GlobalSetup(Target = nameof(Put64KiB))]
    public void SetUpPut() => (_put = new WireRig(Messages.Put(64 * 1024), Messages.Response(0), sign: true)).Check(isSigned: true);

    [GlobalSetup(Target = nameof(Floor1KiB))]
    public void SetUpFloor() => (_floor = new PlainRelay(Messages.Get, Messages.Response(1024))).Check();

    [Benchmark(Baseline = true, Description = "floor: receive and send, nothing understood")]
    public int Floor1KiB() => _floor.Exchange();

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Get1KiB() => _signed.Exchange();

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Get1KiBUnsigned() => _unsigned.Exchange();

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Get64KiB() => _large.Exchange();

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Put64KiB() => _put.Exchange();
}
