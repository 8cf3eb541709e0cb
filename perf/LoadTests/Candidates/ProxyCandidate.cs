using System.Globalization;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;

namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>This proxy, signing every request, in path style with a bucket.</summary>
internal static class ProxyCandidate
{
    public static Candidate Start(Workspace workspace, Origin origin, string executable, CandidateKind kind) =>
        Start(workspace, origin, executable, kind, ProxySetup.Of(kind));

    /// <summary>Starts it in a setting of its own, and waits until it serves.</summary>
    public static Candidate Start(Workspace workspace, Origin origin, string executable, CandidateKind kind, ProxySetup setup)
    {
        Child child = Launch(workspace, origin, executable, setup, out int port);
        string banner = child.WaitForLine("Listening on", seconds: 20);
        Ports.WaitFor(port, child);
        return new Candidate(kind, port, child.Id)
        {
            Banner = banner[banner.IndexOf("Listening on", StringComparison.Ordinal)..],
            Process = child,
            LogFile = setup.LogFormat is null ? null : LogOf(workspace, port),
        };
    }

    /// <summary>Starts the process, without waiting for it.</summary>
    public static Child Launch(Workspace workspace, Origin origin, string executable, ProxySetup setup, out int port)
    {
        port = Ports.Free();
        string log = setup.LogFormat is { } format ? $$"""  "accessLog": { "path": "{{LogOf(workspace, port)}}", "format": "{{format}}" },""" : "";
        string upstream = """ "bucket": "bench", "style": "path", "region": "us-east-1", "credentials": "key" """;
        string file = workspace.Write($"proxy-{port}.json", $$"""
            {
              "listen": [ { "address": "127.0.0.1:{{port}}" } ],
            {{log}}
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
        string[] arguments = ["run", "-c", file, "--workers", setup.Workers.ToString(CultureInfo.InvariantCulture)];
        string cores = setup.Workers == 1 ? workspace.Cores.Candidate : workspace.Cores.Both;
        return executable.EndsWith(".dll", StringComparison.Ordinal)
            ? Child.Start(cores, "dotnet", [executable, .. arguments], setup.Variables)
            : Child.Start(cores, executable, arguments, setup.Variables);
    }

    private static string LogOf(Workspace workspace, int port) => workspace.PathOf(string.Create(CultureInfo.InvariantCulture, $"access-{port}.log"));
}
