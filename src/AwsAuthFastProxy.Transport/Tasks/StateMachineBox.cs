using System.Threading.Tasks.Sources;

namespace AwsAuthFastProxy.Transport.Tasks;

/// <summary>A suspended async method on a loop, seen as the source of its own value task.</summary>
internal abstract class StateMachineBox<T> : IValueTaskSource<T>, IValueTaskSource
{
    /// <summary>A mutable struct on purpose: completes the awaiter of the method.</summary>
    public LoopSignal<T> Signal;

    /// <summary>Version of the task handed out.</summary>
    public short Version => Signal.Version;

    /// <summary>Continues the method; made once per box.</summary>
    public abstract Action MoveNextAction { get; }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => Signal.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        Signal.OnCompleted(continuation, state, token);

    /// <inheritdoc/>
    public T GetResult(short token)
    {
        // A stale task must not give back a box that has a new owner by now.
        Signal.Check(token);
        try
        {
            return Signal.GetResult(token);
        }
        finally
        {
            Return();
        }
    }

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token) => GetResult(token);

    /// <summary>Clears the method's locals and gives the box back to its pool.</summary>
    protected abstract void Return();
}
