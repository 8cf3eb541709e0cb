using AwsAuthFastProxy.Configuration.Json;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Makes one of <c>servers</c> of a server block.</summary>
internal sealed class ServerTranslator(
    LocationTranslator routes, RewriteTranslator rewrites, AwsKeys keys, ServerNames names, Diagnostics diagnostics)
{
    private static readonly Dictionary<string, string> s_none = [];

    /// <summary>The server; two where it is the default one on some of its addresses only.</summary>
    public IEnumerable<ConfigNode> Translate(Scope server, IReadOnlyList<ListenSocket> sockets)
    {
        keys.Check(server);
        var hosts = names.Read(server, sockets);
        var steps = rewrites.Translate(server, s_none);
        var content = steps.AlwaysReturns ? [] : Routes(server, steps);
        if (steps.AlwaysReturns && server.Own.Any(static directive => directive.Name == "location"))
        {
            diagnostics.Note(server.Position, "the locations of this server are never reached: its return comes first");
        }

        if (content.Count == 0 && !steps.AlwaysReturns)
        {
            diagnostics.Change(server.Position, "this server has no location that goes anywhere: 404, where nginx looks for a file");
            steps = steps with { Steps = [.. steps.Steps, Nodes.Object(server.Position).With("return", Nodes.Number(server.Position, 404))] };
        }

        RemoveDeadSets(steps, content, out var reached);
        foreach (var group in sockets.GroupBy(static socket => socket.IsDefault).OrderByDescending(static group => group.Key))
        {
            var at = server.Position;
            yield return Nodes.Object(at)
                .With("listen", Nodes.List(at, group.Select(static socket => Nodes.Text(socket.Position, socket.Address))))
                .With("hosts", Nodes.List(at, hosts.Select(static host => Nodes.Text(host.At, host.Name))).UnlessEmpty())
                .With("default", group.Key ? Nodes.Flag(group.First().Position, true) : null)
                .With("rewrite", Nodes.List(at, reached).UnlessEmpty())
                .With("routes", Nodes.List(at, content).UnlessEmpty());
        }
    }

    private List<ConfigNode> Routes(Scope server, RewriteSteps steps)
    {
        var all = new LocationReader(diagnostics).Read(server);
        return [.. all.SelectMany(location => routes.Translate(location, steps.Constants, all))];
    }

    // A constant that was put in everywhere need not be set for each request.
    private static void RemoveDeadSets(RewriteSteps steps, List<ConfigNode> routes, out List<ConfigNode> reached)
    {
        var used = routes.Concat(steps.Steps).SelectMany(Nodes.TextsIn).SelectMany(static node => Variables.NamesIn(node.Text)).ToHashSet(StringComparer.Ordinal);
        reached = [.. steps.Steps.Where(step => !IsDead(step, used))];
        foreach (var route in routes)
        {
            if (route.Members.Find(static member => member.Key == "rewrite") is { } rewrite)
            {
                rewrite.Value.Items.RemoveAll(step => IsDead(step, used));
                route.Members.RemoveAll(static member => member.Key == "rewrite" && member.Value.Items.Count == 0);
            }
        }
    }

    private static bool IsDead(ConfigNode step, HashSet<string> used) =>
        step.Members is [{ Key: "set" } set, ..] && !used.Contains(set.Value.Text);
}
