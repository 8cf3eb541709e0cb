namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>A stretch of an exchange that is timed.</summary>
internal enum ExchangeStage : byte
{
    /// <summary>From the head being there to the request being routed and signed.</summary>
    Sign,

    /// <summary>Waiting for a kept upstream connection to become free.</summary>
    Queue,

    /// <summary>Making a fresh upstream connection, TLS included.</summary>
    Connect,

    /// <summary>From having a connection to the end of the response's head.</summary>
    FirstByte,

    /// <summary>From the request's first byte to the answer's last.</summary>
    Total,
}
