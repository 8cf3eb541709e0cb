using AwsAuthFastProxy.Microbenchmarks.Wire;
using AwsAuthFastProxy.Proxy.Upstreams;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.ObjectPool;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>Renting a kept connection to the upstream and giving it back clean, against a pool that only hands out objects.</summary>
public class UpstreamPoolBenchmarks
{
    private readonly DefaultObjectPool<object> _objects = new(new DefaultPooledObjectPolicy<object>());
    private UpstreamPool _pool = null!;

    [GlobalSetup(Target = nameof(Connection))]
    public void SetUp()
    {
        var rig = new WireRig(Messages.Get, Messages.Response(1024), sign: false);
        rig.Check(isSigned: false);
        _pool = rig.Pool;
    }

    [Benchmark(Baseline = true, Description = "DefaultObjectPool of Microsoft.Extensions.ObjectPool")]
    public object Objects()
    {
        object one = _objects.Get();
        _objects.Return(one);
        return one;
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public object Connection()
    {
        ValueTask<RentResult> rented = _pool.RentAsync(failed: null, out _);
        if (!rented.IsCompletedSuccessfully || rented.Result.Connection is not { Uses: > 0 } connection)
        {
            throw new InvalidOperationException("no kept connection");
        }

        _pool.Release(connection, clean: true);
        return connection;
    }
}
