namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>When what a variable shows is at hand.</summary>
internal enum LogPhase : byte
{
    /// <summary>Always.</summary>
    Literal,

    /// <summary>While the request's head is.</summary>
    Request,

    /// <summary>While the response's head is.</summary>
    Response,

    /// <summary>When the exchange is over.</summary>
    End,
}
