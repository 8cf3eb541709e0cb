namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>Unused connections, linked through themselves: the last put in is the first taken out.</summary>
internal sealed class KeptConnections
{
    /// <summary>The one put in last, or null.</summary>
    public UpstreamConnection? Newest { get; private set; }

    public void Push(UpstreamConnection connection)
    {
        connection.IsKept = true;
        connection.Older = Newest;
        if (Newest is not null)
        {
            Newest.Newer = connection;
        }

        Newest = connection;
    }

    /// <summary>Takes one out, wherever it lies. False when it is not in.</summary>
    public bool Remove(UpstreamConnection connection)
    {
        if (!connection.IsKept)
        {
            return false;
        }

        connection.IsKept = false;
        if (connection.Newer is null)
        {
            Newest = connection.Older;
        }
        else
        {
            connection.Newer.Older = connection.Older;
        }

        if (connection.Older is not null)
        {
            connection.Older.Newer = connection.Newer;
        }

        connection.Older = connection.Newer = null;
        return true;
    }
}
