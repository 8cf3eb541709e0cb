namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Deadlines of one route in place of those of <see cref="TimeoutModel"/>, by the same names; null leaves one as it is.</summary>
public sealed record RouteTimeoutModel
{
    /// <summary>See <see cref="TimeoutModel.Connect"/>.</summary>
    public TimeSpan? Connect { get; init; }

    /// <summary>See <see cref="TimeoutModel.UpstreamFirstByte"/>.</summary>
    public TimeSpan? UpstreamFirstByte { get; init; }

    /// <summary>See <see cref="TimeoutModel.Body"/>.</summary>
    public TimeSpan? Body { get; init; }
}
