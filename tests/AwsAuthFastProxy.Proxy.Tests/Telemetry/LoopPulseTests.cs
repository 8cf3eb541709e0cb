using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Proxy.Tests.Telemetry;

public class LoopPulseTests
{
    [Fact]
    public void Beat_IsOwedUntilTheLoopTurns()
    {
        using var loop = new MemoryLoop(new ManualClock(ProxyRig.Noon));
        var pulse = new LoopPulse(loop);
        Assert.Equal(TimeSpan.Zero, pulse.Waiting);

        var asking = new Thread(() =>
        {
            pulse.Beat();
            pulse.Beat();
        });
        asking.Start();
        asking.Join();

        Assert.True(pulse.Waiting > TimeSpan.Zero);
        loop.RunUntilIdle();
        Assert.Equal(TimeSpan.Zero, pulse.Waiting);
        Assert.Equal(1, Enumerable.Range(0, LatencyHistogram.Bounded + 1).Sum(pulse.Lag.CountOf));
    }
}
