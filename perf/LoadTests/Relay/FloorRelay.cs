using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Linux;

namespace AwsAuthFastProxy.LoadTests.Relay;

/// <summary>
/// The physical limit of this proxy's design: its event loop, its reads and its sends, a pooled upstream connection for each request,
/// and nothing else; for HTTPS its TLS too. What lies between this row and the proxy's is parsing, routing, signing and care.
/// </summary>
internal sealed class FloorRelay
{
    /// <summary>The hidden first argument that makes this executable a relay.</summary>
    public const string Command = "relay";

    /// <summary>Serves until the process is ended.</summary>
    public static int Run(IEnumerable<string> arguments)
    {
        using var loop = new EpollLoop();
        foreach (FloorTarget target in arguments.Select(FloorTarget.Parse))
        {
            var pool = new Stack<Connection>();
            loop.Listen(target.Listen, client => new FloorSession(target, pool, client).Start());
        }

        Console.Error.WriteLine($"Relaying ({loop.Engine}, 1 loop).");
        loop.Run();
        return 0;
    }
}
