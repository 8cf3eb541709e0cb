using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Transport.Linux;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>
/// Keeps connections below the process's limit of descriptors, with a reserve: the run-time ends the process when it can open no file of
/// its own, so running out is not an error that could be answered. Upstreams get what they may take, up to half; clients the rest.
/// </summary>
internal static class DescriptorBudget
{
    // What a running process was seen to hold besides connections (about 80: run-time, epoll, listeners, log), and room for files, look-ups and reloads.
    private const int Reserve = 128;
    private const int ReserveForWorker = 16;
    private const int MostConduits = 64;
    private const int DescriptorsPerConduit = 2;

    /// <summary>Raises the process's soft limit to its hard one and returns it; no limit is known outside Linux.</summary>
    public static long Raise() => OperatingSystem.IsLinux() ? DescriptorLimit.Raise() : long.MaxValue;

    /// <summary>How many bodies a loop may keep in the kernel at once: for each, a pipe takes two descriptors of a sixteenth of them.</summary>
    public static int Conduits(int workers, long descriptors) =>
        (int)Math.Min(MostConduits, descriptors / 16 / DescriptorsPerConduit / workers);

    /// <summary>The limits as far as <paramref name="descriptors"/> go.</summary>
    public static LimitModel Fit(LimitModel limits, int upstreams, int workers, long descriptors)
    {
        descriptors = Math.Min(descriptors, int.MaxValue);
        long available = Math.Max(16, descriptors - Reserve - (((long)ReserveForWorker + (DescriptorsPerConduit * Conduits(workers, descriptors))) * workers));
        long perUpstream = Math.Min(limits.ConnectionsPerUpstream, Math.Max(1, available / 2 / Math.Max(1, upstreams)));
        long forClients = Math.Max(8, available - (perUpstream * upstreams));
        return limits with
        {
            // A loop may hold an eighth more, to tell clients that they are not served.
            ClientConnections = (int)Math.Min(limits.ClientConnections, forClients * 8 / 9),
            ConnectionsPerUpstream = (int)perUpstream,
        };
    }
}
