using System.Runtime.CompilerServices;

namespace AwsAuthFastProxy.Transport.Tasks;

/// <summary><see cref="LoopValueTaskMethodBuilder{T}"/> for methods without a result.</summary>
public struct LoopValueTaskMethodBuilder
{
    private StateMachineBox<bool>? _box;
    private Exception? _error;

    /// <summary>The task; read once, after <see cref="Start"/>.</summary>
    public readonly ValueTask Task =>
        _box is not null ? new ValueTask(_box, _box.Version)
        : _error is not null ? ValueTask.FromException(_error)
        : default;

    /// <summary>Part of the builder pattern.</summary>
    public static LoopValueTaskMethodBuilder Create() => default;

    /// <summary>Part of the builder pattern.</summary>
    public readonly void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => stateMachine.MoveNext();

    /// <summary>Part of the builder pattern.</summary>
    public readonly void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    /// <summary>Part of the builder pattern.</summary>
    public readonly void SetResult() => _box?.Signal.SetResult(true);

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

    private StateMachineBox<bool> Box<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (_box is null)
        {
            var box = PooledStateMachineBox<TStateMachine, bool>.Rent();
            _box = box;
            box.StateMachine = stateMachine;
        }

        return _box;
    }
}
