using System.Globalization;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Relay;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>
/// This executable as a relay on the proxy's own event loop and, for HTTPS, its own TLS. It is told by the port how long the bodies are,
/// since it parses nothing.
/// </summary>
internal static class FloorCandidate
{
    /// <param name="workspace">The run.</param>
    /// <param name="origin">Its upstream.</param>
    /// <param name="kind">Plain or with TLS to the upstream.</param>
    /// <param name="scenarios">What it has to serve; at least one of its kind.</param>
    public static Candidate Start(Workspace workspace, Origin origin, CandidateKind kind, IEnumerable<Scenario> scenarios)
    {
        bool isTls = kind == CandidateKind.FloorTls;
        var ports = new Dictionary<string, int>();
        List<string> arguments = [Path.Combine(AppContext.BaseDirectory, "AwsAuthFastProxy.LoadTests.dll"), FloorRelay.Command];
        foreach (Scenario scenario in scenarios.Where(scenario => scenario.Tls == isTls).DistinctBy(static scenario => scenario.Path))
        {
            int port = Ports.Free();
            ports.Add(scenario.Path, port);
            bool isPut = scenario.Method == "PUT";
            arguments.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{port}:{(isTls ? origin.TlsPort : origin.PlainPort)}:{(isPut ? scenario.Size.Bytes : 0)}:{(isPut ? 0 : scenario.Size.Bytes)}")
                + (isTls ? ":" + workspace.PathOf("ca.pem") : ""));
        }

        Child child = Child.Start(workspace.Cores.Candidate, "dotnet", arguments);
        string banner = child.WaitForLine("Relaying", seconds: 20);
        return new Candidate(kind, ports.Values.First(), child.Id) { Banner = banner, PortsByPath = ports };
    }
}
