using System.Runtime.CompilerServices;

namespace AwsAuthFastProxy.Transport.Tasks;

/// <summary>
/// Builder for <c>async ValueTask&lt;T&gt;</c> methods that run on a loop: state machines come from a pool of the thread, so an await
/// that suspends allocates nothing once warm; continuations run inline; execution contexts are not captured.
/// Each task must be awaited exactly once. Use by <c>[AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder&lt;&gt;))]</c>.
/// </summary>
public struct LoopValueTaskMethodBuilder<T>
{
    private StateMachineBox<T>? _box;
    private T? _result;
    private Exception? _error;

    /// <summary>The task; read once, after <see cref="Start"/>.</summary>
    public readonly ValueTask<T> Task =>
        _box is not null ? new ValueTask<T>(_box, _box.Version)
        : _error is not null ? ValueTask.FromException<T>(_error)
        : new ValueTask<T>(_result!);

    /// <summary>Part of the builder pattern.</summary>
    public static LoopValueTaskMethodBuilder<T> Create() => default;

    /// <summary>Part of the builder pattern.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Part of the builder pattern.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Part of the builder pattern.</summary>
    public void SetResult(T result)
    {
        if (_box is null)
        {
            _result = result;
        }
        else
        {
            _box.Signal.SetResult(result);
        }
    }

    /// <summary>Part of the builder pattern.</summary>
    public void SetException(Exception exception)
    {
        if (_box is null)
        {
            _error = exception;
        }
        else
        {
            _box.Signal.SetException(exception);
        }
    }

    /// <summary>Part of the builder pattern.</summary>
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Box(ref stateMachine).MoveNextAction);

    /// <summary>Part of the builder pattern.</summary>
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Box(ref stateMachine).MoveNextAction);

    private StateMachineBox<T> Box<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_box is null)
        {
            // The builder lies inside the state machine: the box must be known to it before it is copied.
            var box = PooledStateMachineBox<TStateMachine, T>.Rent();
            _box = box;
            box.StateMachine = stateMachine;
        }

        return _box;
    }
}
