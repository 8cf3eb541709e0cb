using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>The upstream blocks of a file: names that stand for several addresses.</summary>
internal sealed class UpstreamBlocks
{
    private const int UsualPort = 80;

    private readonly Dictionary<string, ConfigNode> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SourcePosition> _positions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Diagnostics _diagnostics;

    public UpstreamBlocks(Scope http, Diagnostics diagnostics)
    {
        _diagnostics = diagnostics;
        foreach (var directive in http.Own.Where(static directive => directive.Name == "upstream"))
        {
            Read(directive);
        }
    }

    /// <summary>The addresses of a block as <c>connectTo</c>; null where no block has the name.</summary>
    public ConfigNode? Find(string host) => _addresses.GetValueOrDefault(host);

    private void Read(NginxDirective block)
    {
        var name = block.Argument(0)!;
        if (!_positions.TryAdd(name, block.Position))
        {
            _diagnostics.Error(block.Position, $"duplicate upstream {Quote.Text(name)}: it stands in {_positions[name]} already");
            return;
        }

        var addresses = new List<ConfigNode>();
        foreach (var directive in block.Block!)
        {
            if (directive.Name == "server")
            {
                if (ReadServer(directive) is { } address)
                {
                    addresses.Add(Nodes.Text(directive.Position, address));
                }
            }
            else if (directive.Name.StartsWith("keepalive", StringComparison.Ordinal))
            {
                _diagnostics.Note(directive.Position, $"\"{directive.Name}\" of an upstream means nothing here: connections are kept; see \"timeouts\": \"upstreamIdle\"");
            }
        }

        if (addresses.Count == 0 && !block.Block!.Any(static directive => directive.Name == "server"))
        {
            _diagnostics.Error(block.Position, "no servers are inside upstream");
        }

        _addresses[name] = Nodes.List(block.Position, addresses);
    }

    private string? ReadServer(NginxDirective directive)
    {
        var text = directive.Argument(0)!;
        var isDown = false;
        foreach (var word in directive.Arguments.Skip(1).Select(static word => word.Text))
        {
            switch (word.Split('=')[0])
            {
                case "weight" when word == "weight=1":
                    break;
                case "weight":
                    _diagnostics.Error(directive.Position, $"\"{word}\" is not supported: addresses are chosen by load; leave it out, or give the stronger machine a second address");
                    break;
                case "backup":
                    _diagnostics.Error(directive.Position, "\"backup\" is not supported: addresses that fail are set aside anyway; leave it out, or leave the server out");
                    break;
                case "down":
                    isDown = true;
                    _diagnostics.Note(directive.Position, "a server that is down is left out");
                    break;
                case "max_fails" or "fail_timeout" or "slow_start":
                    _diagnostics.Note(directive.Position, $"\"{word}\" means nothing here: three failures in a row set an address aside, for 1 s and each time twice as long, up to 60 s");
                    break;
                case "max_conns":
                    _diagnostics.Change(directive.Position, $"\"{word}\": connections are bounded for an upstream as a whole, by \"limits\": \"connectionsPerUpstream\"");
                    break;
                case "resolve":
                    _diagnostics.Note(directive.Position, "\"resolve\" means nothing here: every name is looked up anew, each 30 s");
                    break;
                default:
                    _diagnostics.Error(directive.Position, $"invalid parameter {Quote.Text(word)} in \"server\" directive");
                    break;
            }
        }

        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            _diagnostics.Error(directive.Position, "a unix: socket is not supported: write an address of the loopback range and a port");
            return null;
        }

        // Whatever the scheme, nginx connects to port 80 where a server has none.
        var hasPort = text.StartsWith('[') ? text.Contains("]:", StringComparison.Ordinal) : text.Contains(':', StringComparison.Ordinal);
        return isDown ? null : hasPort ? text.ToLowerInvariant() : $"{text.ToLowerInvariant()}:{UsualPort}";
    }
}
