using System.Globalization;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;

namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>This proxy, signing every request, in path style with a bucket.</summary>
internal static class ProxyCandidate
{
    public static Candidate Start(Workspace workspace, Origin origin, string executable, CandidateKind kind)
    {
        int workers = kind == CandidateKind.ProxyTwoWorkers ? 2 : 1;
        Child child = Launch(workspace, origin, executable, workers, out int port);
        string banner = child.WaitForLine("Listening on", seconds: 20);
        Ports.WaitFor(port, child);
        return new Candidate(kind, port, child.Id)
        {
            Banner = banner[banner.IndexOf("Listening on", StringComparison.Ordinal)..],
        };
    }

    /// <summary>Starts the process, without waiting for it.</summary>
    public static Child Launch(
        Workspace workspace, Origin origin, string executable, int workers, out int port, IReadOnlyDictionary<string, string>? variables = null)
    {
        port = Ports.Free();
        string upstream = """ "bucket": "bench", "style": "path", "region": "us-east-1", "credentials": "key" """;
        string file = workspace.Write($"proxy-{port}.json", $$"""
            {
              "listen": [ { "address": "127.0.0.1:{{port}}" } ],
              "credentials": { "key": { "accessKey": "AKIDEXAMPLE", "secretKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" } },
              "upstreams": {
                "plain": { "endpoint": "http://127.0.0.1:{{origin.PlainPort}}", "payload": "unsigned", {{upstream}} },
                "tls": { "endpoint": "https://127.0.0.1:{{origin.TlsPort}}", {{upstream}},
                         "tls": { "ca": "{{workspace.PathOf("ca.pem")}}", "serverName": "localhost" } }
              },
              "routes": [
                { "path": "/plain/", "upstream": "plain" },
                { "path": "/tls/", "upstream": "tls" },
                { "path": "/put/", "upstream": "plain", "methods": [ "PUT" ], "anonymousWrites": true }
              ],
              "timeouts": { "clientIdle": "3600s", "upstreamIdle": "3600s", "drain": "1s" }
            }
            """);
        string[] arguments = ["run", "-c", file, "--workers", workers.ToString(CultureInfo.InvariantCulture)];
        string cores = workers == 1 ? workspace.Cores.Candidate : workspace.Cores.Both;
        return executable.EndsWith(".dll", StringComparison.Ordinal)
            ? Child.Start(cores, "dotnet", [executable, .. arguments], variables)
            : Child.Start(cores, executable, arguments, variables);
    }
}
