using System.Buffers;
using AwsAuthFastProxy.Transport.Buffers;
using BenchmarkDotNet.Attributes;

namespace AwsAuthFastProxy.Microbenchmarks;

/// <summary>Renting and giving back a block, against the framework's shared pool.</summary>
public class BufferPoolBenchmarks
{
    private readonly BufferPool _pool = new();

    [Benchmark(Baseline = true, Description = "ArrayPool.Shared, 16 KiB")]
    public int SharedPool()
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BufferPool.SmallSize);
        ArrayPool<byte>.Shared.Return(block);
        return block.Length;
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Small()
    {
        byte[] block = _pool.Rent(BufferPool.SmallSize);
        _pool.Return(block);
        return block.Length;
    }

    [Benchmark]
    [BenchmarkCategory(Categories.Product)]
    public int Large()
    {
        byte[] block = _pool.Rent(BufferPool.LargeSize);
        _pool.Return(block);
        return block.Length;
    }
}
