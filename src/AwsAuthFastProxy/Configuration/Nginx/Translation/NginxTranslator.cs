using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Makes the whole configuration of an http block.</summary>
internal sealed class NginxTranslator(Scope main, Scope http, string file, DateOnly? today, Diagnostics diagnostics)
{
    private readonly string _directory = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    public ConfigNode? Translate()
    {
        var blocks = http.Own.Where(static directive => directive.Name == "server").Select(directive => new Scope(directive.Position, directive.Block!, http)).ToList();
        if (blocks.Count == 0)
        {
            diagnostics.Error(http.Position, "there is no server in the http block");
            return null;
        }

        var credentials = new NamedSection();
        var upstreams = new NamedSection();
        var keys = new AwsKeys(credentials, today, diagnostics);
        keys.Check(http);
        var bounds = new BoundTranslator(diagnostics);
        var logs = new LogTranslator(http, _directory, diagnostics);
        var inheritance = new InheritanceReport(diagnostics);
        var rewrites = new RewriteTranslator(diagnostics);
        var routes = new LocationTranslator(
            new UpstreamTranslator(upstreams, new UpstreamBlocks(http, diagnostics), keys, _directory, diagnostics),
            keys,
            rewrites,
            new AccessTranslator(_directory, diagnostics),
            new HeaderTranslator(diagnostics),
            bounds,
            logs,
            inheritance,
            http,
            diagnostics);
        var servers = new ServerTranslator(routes, rewrites, keys, new ServerNames(static () => Environment.MachineName, diagnostics), diagnostics);
        var listens = new ListenReader(diagnostics);
        var sockets = blocks.Select(block => (Server: block, Sockets: listens.Read(block))).ToList();

        var root = Nodes.Object(http.Position);
        root.With("listen", new ListenerTranslator(_directory, diagnostics).Translate(http, sockets));
        new RealIpTranslator(diagnostics).Put(http, blocks, root);
        root.With("accessLog", logs.Translate(http));
        var content = Nodes.List(http.Position, sockets.SelectMany(pair => servers.Translate(pair.Server, pair.Sockets)));
        root.With("credentials", credentials.ToNode()).With("upstreams", upstreams.ToNode()).With("servers", content);
        bounds.PutWhole(main, http, blocks, root);
        inheritance.Tell();
        SayOfDefaults();
        CheckReferences(root);
        return root;
    }

    // Once for the whole, since it is the same in every location.
    private void SayOfDefaults()
    {
        if (http.Find("merge_slashes")?.Argument(0) != "off")
        {
            diagnostics.Change(http.Position, "paths are matched, sent and signed as they come, decoded once: \"//\" is not merged and dot segments are not resolved, which nginx does before it chooses a location");
        }

        if (http.Find("absolute_redirect") is null)
        {
            diagnostics.Change(http.Position, "a redirect to a path is sent as that path (Location: /x); nginx makes it a URL, unless with absolute_redirect off");
        }

        diagnostics.Change(http.Position, "Date, Server, Location and X-Accel-* of an answer are the upstream's, passed on as they came; nginx writes its own Date and Server, and changes or obeys the others");
        (string Name, string Theirs, string Ours)[] defaults =
        [
            ("client_max_body_size", "1m", "5 GiB"),
            ("client_header_timeout", "60s", "10s"),
            ("keepalive_timeout", "75s", "60s"),
            ("proxy_connect_timeout", "60s", "3s"),
            ("proxy_read_timeout", "60s", "30s"),
            ("access_log", "combined", "none"),
        ];
        var unwritten = defaults.Where(setting => http.FindOwn(setting.Name) is null).Select(static setting => $"{setting.Name} {setting.Theirs} there, {setting.Ours} here").ToList();
        if (unwritten.Count > 0)
        {
            diagnostics.Change(http.Position, $"what the http block does not set has other values here: {string.Join("; ", unwritten)}");
        }
    }

    // "${env:NAME}" and "${file:PATH}" are the JSON form's own; nothing in nginx's notation draws on them.
    private void CheckReferences(ConfigNode root)
    {
        foreach (var node in Nodes.TextsIn(root))
        {
            if (node.Text.Contains("${", StringComparison.Ordinal) && Variables.Split(node.Text) is null)
            {
                diagnostics.Error(node.Position(), "\"${\" begins the name of a variable, which ends with \"}\"");
            }
        }
    }
}
