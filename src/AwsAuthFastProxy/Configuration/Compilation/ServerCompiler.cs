using System.Net;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>servers</c>.</summary>
internal sealed class ServerCompiler(IReadOnlyList<ListenerModel> listeners, RewriteCompiler rewrites, Diagnostics diagnostics)
{
    private readonly Dictionary<(int Listener, string Host), int> _lines = [];
    private readonly Dictionary<int, int> _defaults = [];
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);

    public ServerModel Compile(ServerConfig config)
    {
        var own = ReadListeners(config);
        var hosts = ReadHosts(config, own);
        if (config.Default is { Value: true } flag)
        {
            foreach (var listener in own.Where(listener => !_defaults.TryAdd(listener, flag.Position.Line)))
            {
                diagnostics.Error(flag.Position, $"line {_defaults[listener]} has a server that is the default on {listeners[listener].EndPoint} already");
            }
        }

        if (config.Routes is null && !RewriteCompiler.Answers(config.Rewrite))
        {
            diagnostics.Error(config.Position, "a server has no \"routes\", and no step of \"rewrite\" that answers");
        }

        return new ServerModel { Label = LabelOf(hosts, own), Listeners = [.. own.Select(listener => listeners[listener].EndPoint)], Hosts = hosts, IsDefault = config.Default is { Value: true }, Rewrite = rewrites.Compile(config.Rewrite) };
    }

    /// <summary>Metrics need names that are unique; one host on two listeners is common.</summary>
    private string LabelOf(List<string> hosts, List<int> own)
    {
        var name = hosts.Count == 0 ? "_" : hosts[0];
        if (_labels.Add(name))
        {
            return name;
        }

        var label = own.Count == 0 ? name : $"{name}@{listeners[own[0]].EndPoint}";
        for (var count = 2; !_labels.Add(label); count++)
        {
            label = $"{name}#{count}";
        }

        return label;
    }

    private List<int> ReadListeners(ServerConfig config)
    {
        if (config.Listen is null)
        {
            return [.. Enumerable.Range(0, listeners.Count)];
        }

        var own = new List<int>();
        foreach (var setting in config.Listen.Where(static setting => !setting.IsFaulty))
        {
            if (!ListenAddress.TryParse(setting.Value, out var endPoint, out var reason))
            {
                diagnostics.Error("listen", setting, reason);
                continue;
            }

            var found = Find(endPoint);
            if (found < 0)
            {
                diagnostics.Error("listen", setting, $"no address of the top-level \"listen\" is this one{(listeners.Count == 0 ? "" : $"; there are: {string.Join(", ", listeners.Select(static listener => listener.EndPoint))}")}");
            }
            else if (!own.Contains(found))
            {
                own.Add(found);
            }
        }

        return own;
    }

    private int Find(IPEndPoint endPoint)
    {
        for (var i = 0; i < listeners.Count; i++)
        {
            if (listeners[i].EndPoint.Equals(endPoint))
            {
                return i;
            }
        }

        return -1;
    }

    private List<string> ReadHosts(ServerConfig config, List<int> own)
    {
        var hosts = new List<string>();
        foreach (var setting in (config.Hosts ?? []).Where(static setting => !setting.IsFaulty))
        {
            var host = setting.Value.ToLowerInvariant();
            if (Check(host) is { } reason)
            {
                diagnostics.Error("hosts", setting, reason);
                continue;
            }

            foreach (var listener in own)
            {
                if (!_lines.TryAdd((listener, host), setting.Position.Line))
                {
                    diagnostics.Error("hosts", setting, $"line {_lines[(listener, host)]} has a server with this host on {listeners[listener].EndPoint} already");
                    break;
                }
            }

            hosts.Add(host);
        }

        return hosts;
    }

    private static string? Check(string host)
    {
        if (host is ['[', .., ']'])
        {
            return HostName.TryParseIPv6(host[1..^1], out _) ? null : "it is no IPv6 address";
        }

        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host.EndsWith(".*", StringComparison.Ordinal) ? host[..^2] : host;
        return name.Contains(':', StringComparison.Ordinal) ? "a server's host has no port"
            : name.Contains('*', StringComparison.Ordinal) ? "a '*' stands for all before the first dot or behind the last, such as \"*.example.com\" and \"www.*\"; a server without \"hosts\" and with \"default\": true takes every other host"
            : HostName.Check(name);
    }
}
