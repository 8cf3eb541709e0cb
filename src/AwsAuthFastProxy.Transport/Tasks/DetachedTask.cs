using System.Runtime.CompilerServices;

namespace AwsAuthFastProxy.Transport.Tasks;

/// <summary>Runs a value task that nobody awaits and tells its end; reusable, so that starting one allocates nothing.</summary>
public sealed class DetachedTask
{
    private readonly Action<Exception?> _ended;
    private readonly Action _completed;
    private ValueTaskAwaiter _awaiter;

    /// <param name="ended">Called once per start, with the exception that ended it, if any.</param>
    public DetachedTask(Action<Exception?> ended)
    {
        _ended = ended;
        _completed = OnCompleted;
    }

    /// <summary>Runs <paramref name="task"/> to its end. One at a time.</summary>
    public void Start(ValueTask task)
    {
        _awaiter = task.GetAwaiter();
        if (_awaiter.IsCompleted)
        {
            OnCompleted();
        }
        else
        {
            _awaiter.UnsafeOnCompleted(_completed);
        }
    }

    private void OnCompleted()
    {
        ValueTaskAwaiter awaiter = _awaiter;
        _awaiter = default;
        Exception? error = null;
        try
        {
            awaiter.GetResult();
        }
        catch (Exception e)
        {
            error = e;
        }

        _ended(error);
    }
}
