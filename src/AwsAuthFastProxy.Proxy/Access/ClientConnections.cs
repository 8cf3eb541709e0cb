using System.Collections.Concurrent;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// Open connections of each client address, over all loops of the process: a share per loop would be wrong, since the kernel spreads the
/// few connections of one client unevenly. Touched when a connection is accepted and when it ends, and only where a limit is set. Holds
/// an entry for each address with an open connection, so it is as bounded as connections are.
/// </summary>
internal sealed class ClientConnections
{
    private readonly ConcurrentDictionary<UInt128, int> _open = new();

    /// <summary>Addresses that have a connection.</summary>
    public int Count => _open.Count;

    /// <summary>Takes one of a client's connections; false when it has <paramref name="limit"/> already.</summary>
    public bool TryAcquire(UInt128 holder, int limit)
    {
        while (true)
        {
            if (!_open.TryGetValue(holder, out int open))
            {
                if (_open.TryAdd(holder, 1))
                {
                    return true;
                }
            }
            else if (open >= limit)
            {
                return false;
            }
            else if (_open.TryUpdate(holder, open + 1, open))
            {
                return true;
            }
        }
    }

    /// <summary>Gives one back.</summary>
    public void Release(UInt128 holder)
    {
        while (_open.TryGetValue(holder, out int open))
        {
            if (open > 1 ? _open.TryUpdate(holder, open - 1, open) : _open.TryRemove(KeyValuePair.Create(holder, open)))
            {
                return;
            }
        }
    }
}
