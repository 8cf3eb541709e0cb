namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>
/// Lines on their way from one loop to the writer: a ring of bytes with one writing and one reading thread. A line that does not fit is
/// left out and counted; nobody waits.
/// </summary>
/// <param name="capacity">Bytes, a power of two.</param>
/// <param name="halfFull">Called by the writing thread when the ring becomes half full; must not block.</param>
internal sealed class AccessLogRing(int capacity, Action halfFull)
{
    private readonly byte[] _bytes = new byte[capacity];
    private long _written;
    private long _read;

    /// <summary>Lines left out.</summary>
    public long Dropped { get; private set; }

    /// <summary>Puts a line in. The loop only.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        long written = _written;
        long used = written - Volatile.Read(ref _read);
        if (line.Length > capacity - used)
        {
            Dropped++;
            return;
        }

        int at = (int)(written & (capacity - 1));
        int first = Math.Min(line.Length, capacity - at);
        line[..first].CopyTo(_bytes.AsSpan(at));
        line[first..].CopyTo(_bytes);

        // Released last: the reader never sees half a line.
        Volatile.Write(ref _written, written + line.Length);
        if (used < capacity / 2 && used + line.Length >= capacity / 2)
        {
            halfFull();
        }
    }

    /// <summary>Counts a line that was left out before it came here. The loop only.</summary>
    public void Drop() => Dropped++;

    /// <summary>What lies there up to the end of the array; empty when there is nothing. The writer's thread only.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        long read = _read;
        int at = (int)(read & (capacity - 1));
        return _bytes.AsSpan(at, (int)Math.Min(Volatile.Read(ref _written) - read, capacity - at));
    }

    /// <summary>Gives the room of what was peeked back.</summary>
    public void Advance(int count) => Volatile.Write(ref _read, _read + count);
}
