using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using AwsAuthFastProxy.Transport.Linux;

namespace AwsAuthFastProxy.Hosting;

/// <summary>Listening sockets that systemd made and handed over (sd_listen_fds(3)): they outlive this process, so that its successor refuses nobody.</summary>
internal static class InheritedSockets
{
    private const int First = 3;

    /// <summary>The sockets by address; empty when there are none for this process.</summary>
    /// <exception cref="IOException">What was handed over is no listening TCP socket.</exception>
    public static IReadOnlyDictionary<IPEndPoint, IReadOnlyList<SafeHandle>> Read(Func<string, string?> variable)
    {
        var sockets = new Dictionary<IPEndPoint, IReadOnlyList<SafeHandle>>();
        if (!OperatingSystem.IsLinux()
            || variable("LISTEN_PID") != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            || !int.TryParse(variable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return sockets;
        }

        for (int descriptor = First; descriptor < First + count; descriptor++)
        {
            try
            {
                IPEndPoint endPoint = EpollLoop.EndPointOf(descriptor);
                sockets[endPoint] = [.. sockets.GetValueOrDefault(endPoint, []), LinuxProcess.Inherit(descriptor)];
            }
            catch (IOException e)
            {
                throw new IOException($"LISTEN_FDS: descriptor {descriptor} is no listening socket: {e.Message}", e);
            }
        }

        return sockets;
    }

    /// <summary>What is wrong with sockets that the configuration does not name; null when all are named.</summary>
    public static string? Unclaimed(IReadOnlyDictionary<IPEndPoint, IReadOnlyList<SafeHandle>> sockets, IEnumerable<IPEndPoint> listeners)
    {
        IPEndPoint[] unclaimed = [.. sockets.Keys.Except(listeners)];
        return unclaimed.Length == 0 ? null
            : $"a socket was handed over for {string.Join(", ", unclaimed.AsEnumerable())}, which no \"listen\" of the configuration names; it names {string.Join(", ", listeners)}";
    }
}
