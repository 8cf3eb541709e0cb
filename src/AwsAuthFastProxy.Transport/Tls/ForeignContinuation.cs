namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>
/// A continuation of the framework's own code, run without the loop's synchronisation context. With it the framework would take
/// <c>ConfigureAwait(false)</c> for leave to hop to the thread pool, and <see cref="System.Net.Security.SslStream"/> would use the
/// connection from there.
/// </summary>
internal struct ForeignContinuation
{
    private Action<object?>? _continuation;
    private object? _state;

    public void Set(Action<object?> continuation, object? state) => (_continuation, _state) = (continuation, state);

    public void Run()
    {
        Action<object?> continuation = _continuation!;
        object? state = _state;
        (_continuation, _state) = (null, null);
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            continuation(state);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
