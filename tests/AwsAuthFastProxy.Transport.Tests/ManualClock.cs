namespace AwsAuthFastProxy.Transport.Tests;

/// <summary>Time that stands still until a test moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2024, 2, 29, 23, 59, 58, TimeSpan.Zero);

    private long _milliseconds;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Interlocked.Read(ref _milliseconds);

    public override DateTimeOffset GetUtcNow() => s_start.AddMilliseconds(GetTimestamp());

    public void Advance(long milliseconds) => Interlocked.Add(ref _milliseconds, milliseconds);
}
