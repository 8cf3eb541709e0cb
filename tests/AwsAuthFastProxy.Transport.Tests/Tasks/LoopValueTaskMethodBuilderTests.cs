using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Tests.Tasks;

public sealed class LoopValueTaskMethodBuilderTests : IDisposable
{
    private readonly MemoryLoop _loop = new(new ManualClock());
    private readonly Gate _gate = new();
    private int _finished;

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void SynchronousMethod_IsCompletedAtOnce()
    {
        ValueTask<int> task = AddAsync(new ValueTask<int>(1), 2);
        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal(3, Take(task));

        ValueTask run = RunAsync(new ValueTask<int>(1));
        Assert.True(run.IsCompletedSuccessfully);
        Take(run);
        Assert.Equal(1, _finished);
    }

    [Fact]
    public void SuspendedMethod_ContinuesInlineWhenItsOperationEnds()
    {
        ValueTask<int> sum = AddAsync(_gate.WaitAsync(), 2);
        Assert.False(sum.IsCompleted);
        _gate.Open(40);
        Assert.True(sum.IsCompletedSuccessfully);
        Assert.Equal(42, Take(sum));

        ValueTask run = RunAsync(_gate.WaitAsync());
        Assert.False(run.IsCompleted);
        _gate.Open(0);
        Assert.True(run.IsCompletedSuccessfully);
        Take(run);
        Assert.Equal(1, _finished);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exception_ComesOutOfTheAwait(bool suspended)
    {
        ValueTask<int> sum = AddAsync(suspended ? _gate.WaitAsync() : ValueTask.FromException<int>(new FormatException("bug")), 2);
        if (suspended)
        {
            _gate.Break(new FormatException("bug"));
        }

        Assert.True(sum.IsFaulted);
        Assert.Equal("bug", Assert.Throws<FormatException>(() => Take(sum)).Message);

        ValueTask run = RunAsync(suspended ? _gate.WaitAsync() : ValueTask.FromException<int>(new FormatException("bug")));
        if (suspended)
        {
            _gate.Break(new FormatException("bug"));
        }

        Assert.Throws<FormatException>(() => Take(run));
    }

    [Fact]
    public void NestedMethods_CompleteFromTheInnermost()
    {
        ValueTask<int> nested = NestAsync(20);
        Assert.False(nested.IsCompleted);

        _gate.Open(1);

        Assert.Equal(21, Take(nested));
    }

    [Fact]
    public void SecondAwait_IsRefusedAndDisturbsNobody()
    {
        ValueTask<int> first = AddAloneAsync(_gate.WaitAsync(), 1);
        ValueTask<int> copy = first;
        _gate.Open(1);
        Assert.Equal(2, Take(first));
        Assert.Throws<InvalidOperationException>(() => Take(copy));

        // Had the refused await given the box back once more, these two methods would share it.
        var other = new Gate();
        ValueTask<int> one = AddAloneAsync(_gate.WaitAsync(), 10);
        ValueTask<int> two = AddAloneAsync(other.WaitAsync(), 20);
        _gate.Open(1);
        other.Open(2);
        Assert.Equal(11, Take(one));
        Assert.Equal(22, Take(two));
    }

    [Fact]
    public void ManyAtOnce_EachHasItsOwnState()
    {
        Gate[] gates = [.. Enumerable.Range(0, 5000).Select(_ => new Gate())];
        for (int round = 0; round < 3; round++)
        {
            ValueTask<int>[] sums = [.. gates.Select((gate, i) => AddAsync(gate.WaitAsync(), i))];
            foreach (Gate gate in gates.Reverse())
            {
                gate.Open(round);
            }

            for (int i = 0; i < sums.Length; i++)
            {
                Assert.Equal(i + round, Take(sums[i]));
            }
        }
    }

    [Fact]
    public async Task OrdinaryAsyncMethod_CanAwaitIt()
    {
        _loop.Dispose();
        ValueTask<int> sum = AddAsync(_gate.WaitAsync(), 1);
        Task<int> ordinary = OrdinaryAsync(sum);
        _gate.Open(1);

        Assert.Equal(2, await ordinary);

        static async Task<int> OrdinaryAsync(ValueTask<int> task) => await task;
    }

    [Fact]
    public void ForeignTask_ComesBackToTheLoop()
    {
        var foreign = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        ValueTask<int> sum = AddAsync(new ValueTask<int>(foreign.Task), 1);

        var thread = new Thread(() => foreign.SetResult(1));
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.True(SpinWait.SpinUntil(() => { _loop.RunUntilIdle(); return sum.IsCompleted; }, TimeSpan.FromSeconds(60)));

        Assert.Equal(2, Take(sum));
    }

    [Fact]
    public void WarmMethods_AllocateNothing()
    {
        long allocated = 0;
        for (int round = 0; round < 100; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ValueTask<int> nested = NestAsync(1);
            ValueTask run = RunAsync(nested);
            _gate.Open(1);
            run.GetAwaiter().GetResult();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(100, _finished);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void LongChainOfCompletions_DoesNotOverflowTheStack()
    {
        const int Length = 100_000;
        ValueTask<int> last = _gate.WaitAsync();
        for (int i = 0; i < Length; i++)
        {
            last = AddAsync(last, 1);
        }

        _gate.Open(0);
        _loop.RunUntilIdle();

        Assert.True(last.IsCompletedSuccessfully);
        Assert.Equal(Length, Take(last));
    }

    private static int Take(ValueTask<int> task) => task.GetAwaiter().GetResult();

    private static void Take(ValueTask task) => task.GetAwaiter().GetResult();

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<int> AddAsync(ValueTask<int> first, int second) => await first + second;

    // A method of its own has a pool of its own.
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<int> AddAloneAsync(ValueTask<int> first, int second) => await first + second;

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<int> NestAsync(int depth) => depth == 0 ? await _gate.WaitAsync() : 1 + await NestAsync(depth - 1);

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask RunAsync(ValueTask<int> task)
    {
        await task;
        _finished++;
    }
}
