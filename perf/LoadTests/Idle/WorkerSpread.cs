using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.LoadTests.Candidates;

namespace AwsAuthFastProxy.LoadTests.Idle;

/// <summary>
/// How the kernel spreads connections over the listening sockets of one port (SO_REUSEPORT): each worker has an epoll instance of its
/// own, and /proc tells what each of them watches.
/// </summary>
internal static class WorkerSpread
{
    private const int SettleSeconds = 20;

    /// <summary>Opens so many connections to a candidate with two workers, says nothing on them, and closes them; the part that the busier worker got.</summary>
    public static double ShareOfBusier(Candidate candidate, int connections)
    {
        Dictionary<string, int> before = Watched(candidate.ProcessId);
        var sockets = new List<Socket>();
        try
        {
            for (int i = 0; i < connections; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                socket.Connect(IPAddress.Loopback, candidate.Port);
            }

            int[] growth = WaitFor(candidate.ProcessId, before, connections);
            return growth.Max() / (double)connections;
        }
        finally
        {
            sockets.ForEach(static socket => socket.Dispose());
            WaitFor(candidate.ProcessId, before, 0);
        }
    }

    /// <summary>Waits until so many more descriptors are watched than before; how many more by each instance.</summary>
    private static int[] WaitFor(int processId, Dictionary<string, int> before, int connections)
    {
        for (int waited = 0; waited < SettleSeconds * 100; waited++)
        {
            int[] growth = [.. Watched(processId).Select(entry => entry.Value - before.GetValueOrDefault(entry.Key))];
            if (growth.Sum() == connections)
            {
                return growth;
            }

            Thread.Sleep(10);
        }

        throw new LoadTestException($"{connections} connections never came to be watched");
    }

    /// <summary>Descriptors watched by each epoll instance of a process.</summary>
    private static Dictionary<string, int> Watched(int processId)
    {
        var watched = new Dictionary<string, int>();
        foreach (string file in Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fdinfo")))
        {
            try
            {
                int count = File.ReadLines(file).Count(static line => line.StartsWith("tfd:", StringComparison.Ordinal));
                if (count > 0)
                {
                    watched[Path.GetFileName(file)] = count;
                }
            }
            catch (IOException)
            {
                // A connection that was closed meanwhile.
            }
        }

        return watched;
    }
}
