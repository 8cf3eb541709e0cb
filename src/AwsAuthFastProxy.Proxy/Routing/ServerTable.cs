using System.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Finds the server of a request among those of its listener: by exact host, longest <c>*.suffix</c>, longest <c>prefix.*</c>, else the default
/// one (nginx: "Server names").
/// </summary>
internal sealed class ServerTable
{
    private readonly Dictionary<byte[], Server>.AlternateLookup<ReadOnlySpan<byte>> _exact;
    private readonly (byte[] Text, Server Server)[] _suffixes;
    private readonly (byte[] Text, Server Server)[] _prefixes;
    private readonly Server _default;
    private readonly bool _hasHosts;

    /// <summary>That of a listener which no server may be reached by: a server without routes.</summary>
    public static ServerTable Nobody { get; } = new([new Server(new ServerModel { Label = "_", Listeners = [] }, [])]);

    /// <param name="servers">Those of one listener, in the order of the configuration; at least one.</param>
    public ServerTable(IReadOnlyList<Server> servers)
    {
        var exact = new Dictionary<byte[], Server>(BytesComparer.Instance);
        var suffixes = new List<(byte[] Text, Server Server)>();
        var prefixes = new List<(byte[] Text, Server Server)>();
        foreach (Server server in servers)
        {
            foreach (string host in server.Model.Hosts)
            {
                if (host.StartsWith("*.", StringComparison.Ordinal))
                {
                    suffixes.Add((Encoding.ASCII.GetBytes(host[1..]), server));
                }
                else if (host.EndsWith(".*", StringComparison.Ordinal))
                {
                    prefixes.Add((Encoding.ASCII.GetBytes(host[..^1]), server));
                }
                else
                {
                    // Of a name that two servers have, the first is the one (a warning in nginx, an error of ours where it is compiled).
                    exact.TryAdd(Encoding.ASCII.GetBytes(host), server);
                }
            }
        }

        _exact = exact.GetAlternateLookup<ReadOnlySpan<byte>>();
        _suffixes = [.. suffixes.OrderByDescending(static name => name.Text.Length)];
        _prefixes = [.. prefixes.OrderByDescending(static name => name.Text.Length)];
        _default = servers.FirstOrDefault(static server => server.Model.IsDefault) ?? servers[0];
        _hasHosts = exact.Count + suffixes.Count + prefixes.Count > 0;
    }

    /// <summary>The server for a host as the client named it.</summary>
    public Server Find(ReadOnlySpan<byte> host) => (_hasHosts ? FindByHost(host) : null) ?? _default;

    private Server? FindByHost(ReadOnlySpan<byte> host)
    {
        Span<byte> buffer = stackalloc byte[HostKey.MaxLength];
        if (!HostKey.TryWrite(host, buffer, out ReadOnlySpan<byte> lower))
        {
            return null;
        }

        if (_exact.TryGetValue(lower, out Server? exact))
        {
            return exact;
        }

        foreach ((byte[] text, Server server) in _suffixes)
        {
            if (lower.Length > text.Length && lower.EndsWith(text))
            {
                return server;
            }
        }

        foreach ((byte[] text, Server server) in _prefixes)
        {
            if (lower.Length > text.Length && lower.StartsWith(text))
            {
                return server;
            }
        }

        return null;
    }
}
