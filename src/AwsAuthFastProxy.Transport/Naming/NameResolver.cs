using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.Transport.Naming;

/// <summary>
/// Addresses of host names for all loops: looked up off the loops, cached, looked up again in the background when old; when that
/// fails the old addresses stay in use. getaddrinfo(3) tells no TTL, so the age is fixed.
/// </summary>
/// <param name="lookup">The look-up itself; the system's resolver when null.</param>
/// <param name="time">Clock for the age of answers.</param>
public sealed class NameResolver(Func<string, Task<IPAddress[]>>? lookup = null, TimeProvider? time = null)
{
    private static readonly TimeSpan s_maxAge = TimeSpan.FromSeconds(30);

    private readonly Func<string, Task<IPAddress[]>> _lookup = lookup ?? (static name => Dns.GetHostAddressesAsync(name));
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<Task<Resolution>>> _pending = new(StringComparer.OrdinalIgnoreCase);
    private long _failedRefreshes;

    /// <summary>Look-ups that failed while older addresses stayed in use.</summary>
    public long FailedRefreshes => Interlocked.Read(ref _failedRefreshes);

    /// <summary>
    /// The addresses of <paramref name="host"/>: at once when known or when it is an address literal, else after a look-up.
    /// Any thread. Empty when the name has none or the look-up fails. Those who ask while a look-up runs share it.
    /// </summary>
    public ValueTask<Resolution> ResolveAsync(string host)
    {
        if (_entries.TryGetValue(host, out Entry? entry) && entry.Addresses.Length > 0)
        {
            if (_time.GetElapsedTime(entry.Timestamp) > s_maxAge)
            {
                Refresh(host, entry);
            }

            return new ValueTask<Resolution>(new Resolution(entry.Addresses, null));
        }

        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return new ValueTask<Resolution>(new Resolution([literal], null));
        }

        // A cold start with many requests, or a resolver that is down, must not fill the thread pool with look-ups of one name.
        return new ValueTask<Resolution>(_pending.GetOrAdd(host, name => new(() => LookUpOnceAsync(name))).Value);
    }

    private void Refresh(string host, Entry entry)
    {
        // One look-up at a time per name.
        if (Interlocked.Exchange(ref entry.Refreshing, 1) == 0)
        {
            _ = RefreshAsync(host, entry);
        }
    }

    private async Task RefreshAsync(string host, Entry entry)
    {
        Resolution fresh = await LookUpAsync(host).ConfigureAwait(false);
        if (fresh.Addresses.Length == 0)
        {
            _entries[host] = new Entry(entry.Addresses, _time.GetTimestamp());
            Interlocked.Increment(ref _failedRefreshes);
        }
    }

    private async Task<Resolution> LookUpOnceAsync(string host)
    {
        try
        {
            return await LookUpAsync(host).ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(host, out _);
        }
    }

    private async Task<Resolution> LookUpAsync(string host)
    {
        try
        {
            IPAddress[] addresses = await _lookup(host).ConfigureAwait(false);
            if (addresses.Length > 0)
            {
                _entries[host] = new Entry(addresses, _time.GetTimestamp());
            }

            return new Resolution(addresses, addresses.Length == 0 ? $"{host} has no address" : null);
        }
        catch (SocketException e)
        {
            return new Resolution([], $"{host}: {e.Message}");
        }
        catch (ArgumentException e)
        {
            return new Resolution([], $"{host}: {e.Message}");
        }
    }

    private sealed class Entry(IPAddress[] addresses, long timestamp)
    {
        public int Refreshing;

        public IPAddress[] Addresses => addresses;

        public long Timestamp => timestamp;
    }
}
