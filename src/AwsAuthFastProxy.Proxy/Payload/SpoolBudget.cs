namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>Memory that bodies read whole hold in all loops together. A block is a rare thing, so that one interlocked addition costs nothing.</summary>
internal sealed class SpoolBudget
{
    private long _used;

    /// <summary>Bytes held.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>Takes <paramref name="bytes"/>; false when more than <paramref name="limit"/> would then be held.</summary>
    public bool TryTake(int bytes, long limit)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Gives <paramref name="bytes"/> back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
