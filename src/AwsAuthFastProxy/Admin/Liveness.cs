using AwsAuthFastProxy.Proxy.Hosting;

namespace AwsAuthFastProxy.Admin;

/// <summary>Whether the event loops turn. A process that is not alive is better started anew.</summary>
internal sealed class Liveness(ProxyServer server)
{
    // No turn of a loop takes a hundredth of it; a machine that was suspended gets a second to catch up.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public bool IsAlive() => !server.Failed.IsCompleted && server.Pulses.All(static pulse => pulse.Waiting < s_patience);
}
