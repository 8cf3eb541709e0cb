using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Tests.Tasks;

/// <summary>An operation that is pending until the test ends it, again and again.</summary>
internal sealed class Gate : IValueTaskSource<int>
{
    private LoopSignal<int> _signal;

    public ValueTask<int> WaitAsync() => new(this, _signal.Version);

    public void Open(int result) => _signal.SetResult(result);

    public void Break(Exception error) => _signal.SetException(error);

    public ValueTaskSourceStatus GetStatus(short token) => _signal.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token);

    public int GetResult(short token)
    {
        _signal.Check(token);
        try
        {
            return _signal.GetResult(token);
        }
        finally
        {
            _signal.Reset();
        }
    }
}
