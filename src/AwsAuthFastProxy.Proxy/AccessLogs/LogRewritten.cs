namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>What the configuration made of a request before it is logged: nginx's <c>$uri</c> and <c>$args</c> are those in force.</summary>
internal ref struct LogRewritten
{
    /// <summary>Whether the path is another than the client's.</summary>
    public bool HasPath;

    /// <summary>The path, decoded.</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>Whether the query is another than the client's.</summary>
    public bool HasQuery;

    /// <summary>The query as it is.</summary>
    public ReadOnlySpan<byte> Query;

    /// <summary>First name of the server, which <c>$host</c> is where the client names none.</summary>
    public ReadOnlySpan<byte> ServerName;
}
