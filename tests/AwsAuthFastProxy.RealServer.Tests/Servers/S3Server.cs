using System.Net.Sockets;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>A real S3 server that a script under tests/servers has started.</summary>
/// <param name="Url">Its address: plain HTTP.</param>
/// <param name="AccessKey">Access key of the tests' user.</param>
/// <param name="SecretKey">Its secret.</param>
/// <param name="Folder">The folder its script was given.</param>
internal sealed record S3Server(Uri Url, string AccessKey, string SecretKey, string Folder)
{
    /// <summary>
    /// Finds the server <paramref name="name"/> (<c>ceph</c>, <c>swift</c>): by <c>AAFP_CEPH_URL</c>, <c>…_ACCESS</c>, <c>…_SECRET</c>,
    /// <c>…_DIR</c> in the environment, else in the file its script writes. Null where none runs.
    /// </summary>
    public static S3Server? Find(string name)
    {
        Dictionary<string, string> values = [];
        string file = Path.Combine(Repository.Servers, ".run", name + ".env");
        if (File.Exists(file))
        {
            foreach (string line in File.ReadLines(file))
            {
                int equals = line.IndexOf('=', StringComparison.Ordinal);
                values[line[..equals]] = line[(equals + 1)..];
            }
        }

        string prefix = $"AAFP_{name.ToUpperInvariant()}_";
        string? Value(string key) => Environment.GetEnvironmentVariable(prefix + key) ?? values.GetValueOrDefault(prefix + key);
        return Value("URL") is { } url && Value("ACCESS") is { } access && Value("SECRET") is { } secret && Listens(new Uri(url))
            ? new S3Server(new Uri(url), access, secret, Value("DIR") ?? "")
            : null;
    }

    /// <summary>
    /// The server, or the test is skipped with the command that starts it. With <c>AAFP_REQUIRE_SERVERS=1</c> its absence is a failure.
    /// </summary>
    public static S3Server Require(S3Server? server, string name)
    {
        string reason = $"No {name} server runs: start it with `tests/servers/{name}-start.sh`, end it with `tests/servers/{name}-stop.sh`.";
        if (server is null && Environment.GetEnvironmentVariable("AAFP_REQUIRE_SERVERS") == "1")
        {
            Assert.Fail(reason);
        }

        Skip.If(server is null, reason);
        return server!;
    }

    private static bool Listens(Uri url)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(url.Host, url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
