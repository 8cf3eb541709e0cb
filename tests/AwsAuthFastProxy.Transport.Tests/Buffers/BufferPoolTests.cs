using AwsAuthFastProxy.Tests.Shared;
using AwsAuthFastProxy.Transport.Buffers;

namespace AwsAuthFastProxy.Transport.Tests.Buffers;

public class BufferPoolTests
{
    private const int LargeBudget = 256;

    private readonly BufferPool _pool = new();

    [Theory]
    [InlineData(0, BufferPool.SmallSize)]
    [InlineData(1, BufferPool.SmallSize)]
    [InlineData(BufferPool.SmallSize, BufferPool.SmallSize)]
    [InlineData(BufferPool.SmallSize + 1, BufferPool.LargeSize)]
    [InlineData(BufferPool.LargeSize, BufferPool.LargeSize)]
    [InlineData(BufferPool.LargeSize + 1, BufferPool.LargeSize + 1)]
    public void Rent_GivesTheSizeClass(int size, int length)
    {
        byte[] block = _pool.Rent(size);

        Assert.Equal(length, block.Length);
        Assert.Equal(1, _pool.Outstanding);
        Assert.Equal(length == BufferPool.LargeSize ? 1 : 0, _pool.OutstandingLarge);
        _pool.Return(block);
        Assert.Equal(0, _pool.Outstanding);
        Assert.Equal(0, _pool.OutstandingLarge);
    }

    [Theory]
    [InlineData(BufferPool.SmallSize)]
    [InlineData(BufferPool.LargeSize)]
    public void LastReturned_IsRentedFirst(int size)
    {
        byte[] first = _pool.Rent(size);
        byte[] second = _pool.Rent(size);
        Assert.NotSame(first, second);
        _pool.Return(first);
        _pool.Return(second);

        Assert.Same(second, _pool.Rent(size));
        Assert.Same(first, _pool.Rent(size));
    }

    [Fact]
    public void SpentBudget_GivesSmallBlocksUnlessLargeIsRequired()
    {
        var large = new Stack<byte[]>();
        for (int i = 0; i < LargeBudget; i++)
        {
            large.Push(_pool.Rent(BufferPool.LargeSize));
        }

        byte[] small = _pool.Rent(BufferPool.LargeSize);
        byte[] required = _pool.Rent(BufferPool.LargeSize, required: true);

        Assert.Equal(BufferPool.SmallSize, small.Length);
        Assert.Equal(BufferPool.LargeSize, required.Length);
        Assert.Equal(LargeBudget + 2, _pool.Outstanding);
        Assert.Equal(LargeBudget + 1, _pool.OutstandingLarge);
        _pool.Return(required);
        _pool.Return(large.Pop());
        Assert.Equal(BufferPool.LargeSize, _pool.Rent(BufferPool.LargeSize).Length);
    }

    [Theory]
    [InlineData(BufferPool.SmallSize)]
    [InlineData(BufferPool.LargeSize)]
    public void ForgottenBlock_IsNotRentedAgain(int size)
    {
        byte[] block = _pool.Rent(size);
        block.AsSpan().Fill(1);

        _pool.Forget(block);

        Assert.Equal(0, _pool.Outstanding);
        Assert.Equal(0, _pool.OutstandingLarge);
        Assert.NotSame(block, _pool.Rent(size));
        Assert.False(block.AsSpan().ContainsAnyExcept((byte)1));
    }

#if DEBUG
    [Theory]
    [InlineData(BufferPool.SmallSize)]
    [InlineData(BufferPool.LargeSize)]
    public void ReturnedBlock_IsScrambled(int size)
    {
        byte[] block = _pool.Rent(size);
        block.AsSpan().Clear();

        _pool.Return(block);

        Assert.False(block.AsSpan().Contains((byte)0));
    }
#endif

    [Fact]
    public void WarmPool_AllocatesNothing()
    {
        _pool.Return(_pool.Rent(1));
        _pool.Return(_pool.Rent(BufferPool.LargeSize));
        Assert.Equal(0, WarmAllocation.Least(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                byte[] small = _pool.Rent(1);
                byte[] large = _pool.Rent(BufferPool.LargeSize);
                _pool.Return(small);
                _pool.Return(large);
            }
        }));
    }
}
