using System.Globalization;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Relay;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Candidates;

/// <summary>
/// This executable as a relay on the proxy's own event loop. It is told by the port how long the bodies are, since it parses nothing.
/// </summary>
internal static class FloorCandidate
{
    public static Candidate Start(Workspace workspace, Origin origin, IEnumerable<Scenario> scenarios)
    {
        var ports = new Dictionary<string, int>();
        List<string> arguments = [Path.Combine(AppContext.BaseDirectory, "AwsAuthFastProxy.LoadTests.dll"), FloorRelay.Command];
        foreach (Scenario scenario in scenarios.Where(static scenario => !scenario.Tls).DistinctBy(static scenario => scenario.Path))
        {
            int port = Ports.Free();
            ports.Add(scenario.Path, port);
            bool isPut = scenario.Method == "PUT";
            arguments.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{port}:{origin.PlainPort}:{(isPut ? scenario.Size.Bytes : 0)}:{(isPut ? 0 : scenario.Size.Bytes)}"));
        }

        Child child = Child.Start(workspace.Cores.Candidate, "dotnet", arguments);
        string banner = child.WaitForLine("Relaying", seconds: 20);
        return new Candidate(CandidateKind.Floor, ports.Values.First(), child.Id) { Banner = banner, PortsByPath = ports };
    }
}
