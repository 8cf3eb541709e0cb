using System.Globalization;
using System.Text;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>curl, with the target sent as it is given.</summary>
internal static class Curl
{
    private static readonly string[] s_always = ["--silent", "--show-error", "--noproxy", "*", "--path-as-is", "--globoff", "--max-time", "120"];

    /// <summary>Runs curl.</summary>
    public static Command Run(params IEnumerable<string> arguments) => Command.Run("curl", [.. s_always, .. arguments]);

    /// <summary>
    /// Fetches each target over kept connections, by one curl, and returns the bodies in the order of the targets; any other status than 200
    /// fails the test.
    /// </summary>
    /// <param name="folder">Gets the bodies as files.</param>
    /// <param name="port">Port of loopback.</param>
    /// <param name="host">Value of Host.</param>
    /// <param name="targets">Request targets.</param>
    /// <param name="parallel">How many connections at a time.</param>
    public static IReadOnlyList<byte[]> GetAll(string folder, int port, string host, IReadOnlyList<string> targets, int parallel = 1)
    {
        var config = new StringBuilder();
        for (int i = 0; i < targets.Count; i++)
        {
            config.Append(CultureInfo.InvariantCulture, $"url = \"http://127.0.0.1:{port}{Quoted(targets[i])}\"\noutput = \"{folder}/{i}\"\n");
        }

        string file = Path.Combine(folder, "curl.conf");
        File.WriteAllText(file, config.ToString());
        string[] parallelism = parallel > 1
            ? ["--parallel", "--parallel-immediate", "--parallel-max", parallel.ToString(CultureInfo.InvariantCulture)]
            : [];
        Command curl = Run(["-H", $"Host: {host}", "--write-out", "%{http_code} %{urlnum}\n", .. parallelism, "--config", file]).RequireSuccess();
        Assert.All(curl.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("200 ", line, StringComparison.Ordinal));
        return [.. targets.Select((_, i) => File.ReadAllBytes(Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture))))];
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
