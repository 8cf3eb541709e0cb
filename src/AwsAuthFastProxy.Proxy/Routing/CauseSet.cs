namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>Causes that were told already; bounded, so that none is told twice and a stranger cannot fill a log with new ones. Any thread.</summary>
internal sealed class CauseSet
{
    private const int Capacity = 64;

    private readonly HashSet<string> _causes = [];
    private int _count;

    /// <summary>Whether nothing more will be told.</summary>
    public bool IsFull => Volatile.Read(ref _count) >= Capacity;

    /// <summary>True the first time.</summary>
    public bool TryAdd(string cause)
    {
        lock (_causes)
        {
            bool added = _causes.Count < Capacity && _causes.Add(cause);
            Volatile.Write(ref _count, _causes.Count);
            return added;
        }
    }
}
