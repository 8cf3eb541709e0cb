using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;

namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>HAProxy as a plain proxy with one thread; it signs nothing. Bodies between plain sockets stay in the kernel (splice).</summary>
/// <remarks>
/// Of the settings tried, these gave it its lowest CPU time: with <c>splice-auto</c> it spliced nothing (1 MiB: 1.5 times as much), and larger
/// buffers cost it more at 64 KiB than they saved at 1 MiB.
/// </remarks>
internal static class HaproxyCandidate
{
    public static Candidate Start(Workspace workspace, Origin origin, string program)
    {
        int port = Ports.Free();
        string file = workspace.Write("haproxy.cfg", $"""
            global
              nbthread 1
              maxconn 2000
              tune.pipesize 262144
            defaults
              mode http
              http-reuse always
              option splice-request
              option splice-response
              option http-keep-alive
              timeout connect 5s
              timeout client 1h
              timeout server 1h
              timeout http-keep-alive 1h
            frontend front
              bind 127.0.0.1:{port} backlog 4096
              use_backend tls if {"{"} path_beg /tls/ {"}"}
              default_backend plain
            backend plain
              server origin 127.0.0.1:{origin.PlainPort} pool-max-conn 512 pool-purge-delay 1h
            backend tls
              server origin 127.0.0.1:{origin.TlsPort} ssl verify required ca-file {workspace.PathOf("ca.pem")} sni str(localhost) verifyhost localhost pool-max-conn 512 pool-purge-delay 1h

            """);
        Child child = Child.Start(workspace.Cores.Candidate, program, ["-f", file, "-db"]);
        Ports.WaitFor(port, child);
        return new Candidate(CandidateKind.Haproxy, port, child.Id) { Banner = "one thread, no log, http-reuse always, idle connections kept, bodies spliced" };
    }
}
