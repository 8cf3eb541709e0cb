namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>A dial under way that its caller may give up: it then ends at once with <see cref="IoStatus.Aborted"/> and leaves nothing open.</summary>
public sealed class PendingDial
{
    private Action? _abort;

    /// <summary>Gives it up. Without effect before it began and after it has ended. On the loop.</summary>
    public void Abort()
    {
        Action? abort = _abort;
        _abort = null;
        abort?.Invoke();
    }

    /// <summary>The engine says how it is ended.</summary>
    internal void Begin(Action abort) => _abort = abort;

    /// <summary>It has ended.</summary>
    internal void End() => _abort = null;
}
