using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Tests.Tasks;

public sealed class LoopSignalTests : IDisposable
{
    private readonly MemoryLoop _loop = new(new ManualClock());
    private LoopSignal<string> _signal;

    public void Dispose() => _loop.Dispose();

    [Fact]
    public void Result_ComesBeforeOrAfterTheAwaiter()
    {
        int continued = 0;
        Assert.Equal(ValueTaskSourceStatus.Pending, _signal.GetStatus(_signal.Version));
        _signal.OnCompleted(_ => continued++, null, _signal.Version);
        _signal.SetResult("early");
        Assert.Equal(1, continued);
        Assert.Equal(ValueTaskSourceStatus.Succeeded, _signal.GetStatus(_signal.Version));
        Assert.Equal("early", _signal.GetResult(_signal.Version));

        _signal.Reset();
        _signal.SetResult("late");
        _signal.OnCompleted(_ => continued++, null, _signal.Version);
        Assert.Equal(2, continued);
        Assert.Equal("late", _signal.GetResult(_signal.Version));
    }

    [Fact]
    public void Exception_IsThrownByTheResult()
    {
        _signal.SetException(new FormatException("bug"));

        Assert.Equal(ValueTaskSourceStatus.Faulted, _signal.GetStatus(_signal.Version));
        Assert.Equal("bug", Assert.Throws<FormatException>(() => _signal.GetResult(_signal.Version)).Message);
    }

    [Fact]
    public void StaleToken_IsRefusedEverywhere()
    {
        short stale = _signal.Version;
        _signal.SetResult("done");
        _signal.Reset();

        Assert.Throws<InvalidOperationException>(() => _signal.GetStatus(stale));
        Assert.Throws<InvalidOperationException>(() => _signal.GetResult(stale));
        Assert.Throws<InvalidOperationException>(() => _signal.OnCompleted(_ => { }, null, stale));
    }

    [Fact]
    public void Reset_ForgetsResultErrorAndState()
    {
        _signal.SetException(new FormatException());
        _signal.Reset();
        _signal.SetResult("good");

        Assert.Equal("good", _signal.GetResult(_signal.Version));
        _signal.Reset();
        Assert.False(_signal.IsCompleted);
    }

    [Fact]
    public void ContinuationThatStartsTheNextOperation_FindsTheSignalFree()
    {
        string log = string.Empty;
        _signal.OnCompleted(
            _ =>
            {
                log += _signal.GetResult(_signal.Version);
                _signal.Reset();
                _signal.OnCompleted(_ => log += _signal.GetResult(_signal.Version), null, _signal.Version);
            },
            null,
            _signal.Version);

        _signal.SetResult("one ");
        Assert.Equal("one ", log);
        _signal.SetResult("two");

        Assert.Equal("one two", log);
    }
}
