using System.Net;
using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Runs;

namespace AwsAuthFastProxy.LoadTests.Idle;

/// <summary>Measures the idle process: its memory, how fast it is ready, and what clients cost that keep a connection and say nothing.</summary>
internal static class IdleRun
{
    /// <summary>Connections of a small load.</summary>
    public const int FewClients = 64;

    private const int SpreadTimes = 21;
    private const int WantedClients = 10_000;
    private const int SpareDescriptors = 600;
    private const string Path = "/plain/1KiB";

    /// <summary>Measures it; the first of <paramref name="builds"/> is the one that clients are opened to.</summary>
    public static IdleResult Measure(Workspace workspace, IReadOnlyList<(string Name, string Executable)> builds)
    {
        string executable = builds[0].Executable;
        int clients = (int)Math.Min(WantedClients, LinuxProcess.RaiseDescriptorLimit() - SpareDescriptors);
        if (clients < WantedClients)
        {
            Console.WriteLine($"The limit of descriptors (ulimit -n) allows {clients} idle clients instead of {WantedClients}.");
        }

        Origin origin = Origin.Start(workspace);
        IReadOnlyList<IdleStart> starts = IdleStarts.Measure(workspace, origin, builds);
        Candidate proxy = ProxyCandidate.Start(workspace, origin, executable, CandidateKind.Proxy);
        Candidate nginx = NginxCandidate.Start(workspace, origin, CandidateKind.Nginx);
        Candidate two = ProxyCandidate.Start(workspace, origin, executable, CandidateKind.ProxyTwoWorkers);
        Thread.Sleep(2000);
        var result = new IdleResult(
            starts,
            ProcessCost.Resident(nginx.ProcessId),
            clients,
            BytesPerClient(workspace, proxy, clients),
            BytesPerClient(workspace, nginx, clients),
            Spread.Of(Enumerable.Range(0, SpreadTimes).Select(_ => WorkerSpread.ShareOfBusier(two, FewClients))),
            WorkerSpread.ShareOfBusier(two, clients));
        Children.EndAll();
        return result;
    }

    /// <summary>Growth of resident memory by clients that have each had one answer and keep their connection.</summary>
    private static double BytesPerClient(Workspace workspace, Candidate candidate, int clients)
    {
        var sockets = new List<Socket>();
        if (Warming.Applies(candidate, isTls: false))
        {
            // Code that is compiled meanwhile is no client's cost.
            Warming.Run(workspace, candidate, isTls: false);
        }

        try
        {
            // Nor is what the first requests need once.
            Open(candidate, sockets, 500);
            long before = ProcessCost.Resident(candidate.ProcessId);
            Open(candidate, sockets, clients - sockets.Count);
            Thread.Sleep(1000);
            return (ProcessCost.Resident(candidate.ProcessId) - before) * 1024.0 / (clients - 500);
        }
        finally
        {
            sockets.ForEach(static socket => socket.Dispose());
        }
    }

    private static void Open(Candidate candidate, List<Socket> sockets, int count)
    {
        byte[] request = Encoding.ASCII.GetBytes($"GET {Path} HTTP/1.1\r\nHost: 127.0.0.1:{candidate.Port}\r\n\r\n");
        byte[] answer = new byte[16 * 1024];
        for (int i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            socket.Connect(IPAddress.Loopback, candidate.Port);
            socket.Send(request);
            int received = 0;
            int end;
            do
            {
                int more = socket.Receive(answer, received, answer.Length - received, SocketFlags.None);
                received += more > 0 ? more : throw new LoadTestException($"{candidate.Kind.Title()} closed an idle client");
                end = answer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
            }
            while (end < 0 || received < end + 4 + 1024);
        }
    }
}
