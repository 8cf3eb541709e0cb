using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Tasks;

/// <summary>
/// The core of every awaitable on a loop: one operation at a time, reused for ever, completed on the loop's thread.
/// Unlike <see cref="ManualResetValueTaskSourceCore{TResult}"/> it never looks at synchronisation contexts and never posts.
/// A version in each task catches a stale or second await.
/// </summary>
internal struct LoopSignal<T>
{
    private static readonly Action<object?> s_completed = static _ => throw new InvalidOperationException("completed twice");

    private Action<object?>? _continuation;
    private object? _state;
    private ExceptionDispatchInfo? _error;
    private T? _result;
    private short _version;

    /// <summary>Goes into the <see cref="ValueTask"/> that is handed out.</summary>
    public readonly short Version => _version;

    /// <summary>True when completed and not yet reset.</summary>
    public readonly bool IsCompleted => ReferenceEquals(_continuation, s_completed);

    /// <summary>Makes it ready for the next operation.</summary>
    public void Reset()
    {
        _continuation = null;
        _state = null;
        _error = null;
        _result = default;
        _version++;
    }

    /// <summary>Completes it and continues the awaiter inline (see <see cref="Loop.Continue"/>).</summary>
    public void SetResult(T result)
    {
        _result = result;
        Complete();
    }

    /// <summary>Completes it with an exception: a bug, not a failure of the network.</summary>
    public void SetException(Exception error)
    {
        _error = ExceptionDispatchInfo.Capture(error);
        Complete();
    }

    /// <summary>For <see cref="IValueTaskSource{TResult}.GetStatus"/>.</summary>
    public readonly ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return !IsCompleted ? ValueTaskSourceStatus.Pending
            : _error is null ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Faulted;
    }

    /// <summary>For <see cref="IValueTaskSource{TResult}.OnCompleted"/>; the flags do not matter on a loop.</summary>
    public void OnCompleted(Action<object?> continuation, object? state, short token)
    {
        Check(token);
        _state = state;
        if (IsCompleted)
        {
            Run(continuation, state);
        }
        else
        {
            Debug.Assert(_continuation is null, "awaited twice");
            _continuation = continuation;
        }
    }

    /// <summary>For <see cref="IValueTaskSource{TResult}.GetResult"/>.</summary>
    public readonly T GetResult(short token)
    {
        Check(token);
        Debug.Assert(IsCompleted, "result taken before completion");
        _error?.Throw();
        return _result!;
    }

    private void Complete()
    {
        Action<object?>? continuation = _continuation;
        Debug.Assert(!ReferenceEquals(continuation, s_completed), "completed twice");
        object? state = _state;
        _continuation = s_completed;
        if (continuation is not null)
        {
            Run(continuation, state);
        }
    }

    private static void Run(Action<object?> continuation, object? state)
    {
        if (Loop.Current is { } loop)
        {
            loop.Continue(continuation, state);
        }
        else
        {
            continuation(state);
        }
    }

    /// <summary>Throws unless <paramref name="token"/> is that of the operation under way.</summary>
    public readonly void Check(short token)
    {
        if (token != _version)
        {
            throw new InvalidOperationException("a value task was awaited twice or after its operation ended");
        }
    }
}
