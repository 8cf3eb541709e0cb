namespace AwsAuthFastProxy.Origin;

/// <summary>A request breaks HTTP/1.1 so that the connection cannot go on: it is answered once and closed.</summary>
public sealed class HttpRefusedException : Exception
{
    /// <summary>A refusal with a status (400, 431, 501, 505) and a reason in words.</summary>
    public HttpRefusedException(int status, string reason)
        : base(reason) => Status = status;

    /// <summary>The HTTP status to answer with.</summary>
    public int Status { get; }
}
