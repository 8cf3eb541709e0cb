using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>Makes regexes, texts and steps; those of one configuration come from one of these.</summary>
internal sealed class Rewrites
{
    private readonly VariableNames _own = new();

    /// <summary>A server for everything with routes to one upstream: by regex, by exact path, with steps that go on, begin anew, answer.</summary>
    public static ProxyModel Model(UpstreamModel upstream)
    {
        var rewrites = new Rewrites();
        var server = new ServerModel
        {
            Label = "_",
            Listeners = [new IPEndPoint(IPAddress.Loopback, 0)],
            Rewrite = [rewrites.Rule("^/old/(?<name>.*)$", "/new/$name"), rewrites.Set("first", "$1")],
        };
        RouteModel route = new RouteSketch(upstream) { Methods = MethodSet.All, Operations = Operations.All }.ToModel() with { Server = server };
        ProxyModel model = Models.Of([upstream], []);
        return model with
        {
            Servers = [server],
            Routes =
            [
                route with { Match = PathMatch.Exact, PathPrefix = "/", Rewrite = [rewrites.Return(200, "at $uri")], Upstream = null, Sign = false },
                route with { Match = PathMatch.Regex, Pattern = rewrites.Pattern(@"^/(\w+)\.(\w+)$"), Target = rewrites.Text("/$2/$1$is_args$args") },
                route with { PathPrefix = "/new/", Rewrite = [rewrites.Rule("^/new/(.*)$", "/$1?name=$name&first=$first", RewriteThen.Last)] },
                route with { PathPrefix = "/go/", Rewrite = [rewrites.Return(302, "https://$host$uri?$args")], Upstream = null, Sign = false },
                route with { PathPrefix = "/", Rewrite = [rewrites.Rule("^/([^/]*)/(.*)$", "/$2/$1", RewriteThen.Break)] },
            ],
        };
    }

    /// <summary>A server whose regexes decide but capture nothing that is used.</summary>
    public static ProxyModel WithoutCaptures(UpstreamModel upstream)
    {
        var rewrites = new Rewrites();
        var server = new ServerModel { Label = "_", Listeners = [new IPEndPoint(IPAddress.Loopback, 0)], Rewrite = [rewrites.Set("where", "$host$uri")] };
        RouteModel route = new RouteSketch(upstream) { Methods = MethodSet.All, Operations = Operations.All }.ToModel() with { Server = server };
        return Models.Of([upstream], []) with
        {
            Servers = [server],
            Routes =
            [
                route with { Match = PathMatch.Regex, Pattern = rewrites.Pattern(@"\.(png|jpg)$"), Target = rewrites.Text("/img$uri$is_args$args") },
                route with { PathPrefix = "/files/", ReplacePrefix = "/public/" },
                route with { PathPrefix = "/moved/", Rewrite = [rewrites.Rule("^/moved", "/other/$host?y=1", RewriteThen.Last)] },
                route with { PathPrefix = "/" },
            ],
        };
    }

    public PathPattern Pattern(string text, bool ignoreCase = false)
    {
        Assert.True(PathPattern.TryParse(text, ignoreCase, _own, out PathPattern? pattern, out string? reason), reason);
        return pattern;
    }

    public TextTemplate Text(string text)
    {
        Assert.True(TextTemplate.TryParse(text, _own, TextScope.Request, out TextTemplate? template, out string? reason, out _), reason);
        return template;
    }

    public RewriteRule Rule(string pattern, string to, RewriteThen then = RewriteThen.Continue)
    {
        int mark = then is RewriteThen.Redirect or RewriteThen.Permanent ? -1 : to.IndexOf('?', StringComparison.Ordinal);
        return new RewriteRule(Pattern(pattern), Text(mark < 0 ? to : to[..mark]), mark < 0 ? null : Text(to[(mark + 1)..]), then) { Text = to, HasQuery = to.Contains('?', StringComparison.Ordinal) };
    }

    public SetStep Set(string name, string to) => new(name, _own.Add(name), Text(to));

    public ReturnStep Return(int status, string? to = null) => new(status, to is null ? null : Text(to));
}
