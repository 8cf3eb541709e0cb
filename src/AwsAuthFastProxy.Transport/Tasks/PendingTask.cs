namespace AwsAuthFastProxy.Transport.Tasks;

/// <summary>A value task begun now and awaited later, once: an operation that runs beside another on the same loop.</summary>
/// <typeparam name="T">The operation's result.</typeparam>
public struct PendingTask<T>
{
    private ValueTask<T> _task;

    /// <summary>Keeps a begun operation.</summary>
    public void Begin(ValueTask<T> task) => _task = task;

    /// <summary>The operation, to be awaited now.</summary>
    public ValueTask<T> TakeAsync()
    {
        ValueTask<T> task = _task;
        _task = default;
        return task;
    }
}
