using System.Runtime.CompilerServices;

namespace AwsAuthFastProxy.Transport.Tasks;

/// <summary>The box of one async method, pooled by thread: a loop's methods start and end on the loop's thread.</summary>
internal sealed class PooledStateMachineBox<TStateMachine, T> : StateMachineBox<T>
    where TStateMachine : IAsyncStateMachine
{
    // Enough for every connection of a busy loop to be inside the same method at once.
    private const int Kept = 4096;

    [ThreadStatic]
    private static PooledStateMachineBox<TStateMachine, T>? t_free;

    [ThreadStatic]
    private static int t_freeCount;

    private PooledStateMachineBox<TStateMachine, T>? _next;

    public TStateMachine StateMachine = default!;

    private PooledStateMachineBox() => MoveNextAction = () => StateMachine.MoveNext();

    /// <inheritdoc/>
    public override Action MoveNextAction { get; }

    public static PooledStateMachineBox<TStateMachine, T> Rent()
    {
        PooledStateMachineBox<TStateMachine, T>? box = t_free;
        if (box is null)
        {
            return new PooledStateMachineBox<TStateMachine, T>();
        }

        t_free = box._next;
        t_freeCount--;
        box._next = null;
        return box;
    }

    /// <inheritdoc/>
    protected override void Return()
    {
        StateMachine = default!;
        Signal.Reset();
        if (t_freeCount < Kept)
        {
            _next = t_free;
            t_free = this;
            t_freeCount++;
        }
    }
}
