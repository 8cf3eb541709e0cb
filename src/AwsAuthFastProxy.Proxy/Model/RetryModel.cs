namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Whether and how requests are sent again that S3 answered with 503 (Slow Down).</summary>
public sealed record RetryModel
{
    /// <summary>Whether they are at all; else the 503 is passed on.</summary>
    public bool SlowDown { get; init; }

    /// <summary>How often a request is sent at the most, the first time included.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Most requests sent again, as a part of all requests of the last seconds: 0 to 1.</summary>
    public double Budget { get; init; } = 0.1;

    /// <summary>The longest pause before the second attempt; twice as long before each further one. A random part of its second half is left out.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(100);
}
