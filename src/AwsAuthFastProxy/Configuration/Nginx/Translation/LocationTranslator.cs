using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Makes a route of a location.</summary>
internal sealed class LocationTranslator(
    UpstreamTranslator upstreams,
    AwsKeys keys,
    RewriteTranslator rewrites,
    AccessTranslator access,
    HeaderTranslator headers,
    BoundTranslator bounds,
    LogTranslator logs,
    InheritanceReport inheritance,
    Scope http,
    Diagnostics diagnostics)
{
    private static readonly string[] s_everyMethod = ["*"];
    private static readonly string[] s_signedMethods = ["GET", "HEAD"];
    private static readonly string[] s_methods = ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"];
    private static readonly string[] s_davMethods = ["MKCOL", "COPY", "MOVE", "PROPFIND", "PROPPATCH", "LOCK", "UNLOCK"];

    /// <summary>The route of a location, or two where nginx has a redirect to the path with a slash at its end.</summary>
    /// <param name="location">The location.</param>
    /// <param name="known">Constants of the server.</param>
    /// <param name="all">Every location of the server.</param>
    public IEnumerable<ConfigNode> Translate(Location location, IReadOnlyDictionary<string, string> known, IReadOnlyList<Location> all)
    {
        var scope = location.Scope;
        keys.Check(scope);
        var steps = rewrites.Translate(scope, known, location.Kind == LocationKind.Exact ? location.Path : null);
        var pass = scope.FindOwn("proxy_pass");
        var target = pass is null ? null : upstreams.Translate(pass, scope, location.HasPath, steps.Constants);
        if (pass is null)
        {
            steps = WithoutFiles(location, steps);
        }

        var route = Match(location);
        if (target is not null && !steps.AlwaysReturns)
        {
            PutTarget(scope, target, route, location);
        }
        else if (steps.AlwaysReturns)
        {
            route.With("methods", Nodes.Texts(scope.Position, s_everyMethod)).With("anonymousWrites", Nodes.Flag(scope.Position, true));
        }

        route.With("rewrite", Nodes.List(scope.Position, steps.Steps).UnlessEmpty());
        if (!steps.AlwaysReturns)
        {
            access.Put(scope, route);
            var except = LimitExcept(scope, target);
            access.PutSatisfy(scope, route, except, target is { IsSigned: true });
            route.With("limitExcept", except);
            bounds.PutRoute(scope, http, route);
        }

        headers.Put(scope, steps.Constants, steps.AlwaysReturns ? null : target, route);
        PutLog(scope, route);
        yield return route;
        if (pass is not null && NeedsSlash(location, all))
        {
            var slash = Slash(location);
            headers.Put(scope, steps.Constants, target: null, slash);
            PutLog(scope, slash);
            yield return slash;
        }
    }

    private static ConfigNode Match(Location location)
    {
        var at = location.Scope.Position;
        var route = Nodes.Object(at);
        if (!location.HasPath)
        {
            return route
                .With("pathRegex", Nodes.Text(at, NginxPattern.Translate(location.Path)))
                .With("ignoreCase", location.Kind == LocationKind.PatternAnyCase ? Nodes.Flag(at, true) : null);
        }

        return route
            .With(location.Kind == LocationKind.Exact ? "exactPath" : "path", Nodes.Text(at, LocationPath.Encode(location.Path)))
            .With("beforeRegexes", location.Kind == LocationKind.PrefixFirst ? Nodes.Flag(at, true) : null);
    }

    private void PutTarget(Scope scope, ProxyTarget target, ConfigNode route, Location location)
    {
        var at = scope.FindOwn("proxy_pass")!.Position;
        route.With("upstream", Nodes.Text(at, target.Upstream));
        if (target.Path is { } path && !(path.Key == "replacePrefix" && path.Value.Text == LocationPath.Encode(location.Path)))
        {
            route.With(path.Key, path.Value);
        }

        route.With("methods", Nodes.Texts(at, target.IsSigned ? s_signedMethods : s_everyMethod));
        if (target.IsSigned)
        {
            route.With("operations", Nodes.Text(scope.Find("aws_sign")!.Position, "all"));
            inheritance.Add(scope);
        }
        else
        {
            route.With("anonymousWrites", Nodes.Flag(at, true));
            SayOfMissingSign(scope, at);
        }
    }

    private void SayOfMissingSign(Scope scope, SourcePosition at)
    {
        if (scope.Find("aws_access_key") is not null || scope.Find("aws_s3_bucket") is not null)
        {
            diagnostics.Note(at, "not signed: there is no aws_sign here or around it, as the module has it");
        }
    }

    // What no handler takes nginx looks for among its files.
    private RewriteSteps WithoutFiles(Location location, RewriteSteps steps)
    {
        if (steps.AlwaysReturns)
        {
            return steps;
        }

        var scope = location.Scope;
        if (scope.Find("root") is { } root)
        {
            diagnostics.Error(
                scope.Position,
                $"location {Quote.Text(location.Path)} has no proxy_pass and no return, so nginx serves files of root ({root.Position}); no files are served here: write proxy_pass, return, or leave it out");
        }
        else
        {
            diagnostics.Change(scope.Position, $"location {Quote.Text(location.Path)} has no proxy_pass and no return: 404, where nginx looks for a file");
        }

        return steps with
        {
            Steps = [.. steps.Steps, Nodes.Object(scope.Position).With("return", Nodes.Number(scope.Position, 404))],
            AlwaysReturns = true,
        };
    }

    private ConfigNode? LimitExcept(Scope scope, ProxyTarget? target)
    {
        if (scope.FindOwn("limit_except") is not { } directive)
        {
            return null;
        }

        var block = new Scope(directive.Position, directive.Block!, scope);
        foreach (var inner in block.Own.Where(static inner => inner.Name is "proxy_pass" or "access_log"))
        {
            diagnostics.Error(inner.Position, $"\"{inner.Name}\" inside of limit_except is not supported: methods lead to the same upstream");
        }

        var methods = directive.Arguments.Select(static word => word.Text).Distinct().ToList();
        if (methods.Find(static method => !s_methods.Contains(method)) is { } unknown)
        {
            diagnostics.Error(
                directive.Position,
                s_davMethods.Contains(unknown)
                    ? $"\"limit_except {unknown}\" is not supported: methods of WebDAV are not told apart; leave it out"
                    : $"invalid method {Quote.Text(unknown)}");
            return null;
        }

        if (target is { IsSigned: true } && methods.Contains("GET"))
        {
            diagnostics.Note(directive.Position, "\"limit_except\" means nothing here: a signed location takes GET and HEAD only; others are 405");
            return null;
        }

        var rules = Nodes.Object(directive.Position).With("methods", Nodes.Texts(directive.Position, methods));
        access.PutExcept(block, scope, rules);
        return rules.Members.Count == 1 ? null : rules;
    }

    private void PutLog(Scope scope, ConfigNode route)
    {
        var own = logs.Translate(scope);
        if (!Nodes.Same(own, logs.Translate(http)))
        {
            route.With("accessLog", own);
        }
    }

    // nginx redirects "/files" to "/files/" where a location has that path and hands it on.
    private static bool NeedsSlash(Location location, IReadOnlyList<Location> all) =>
        location.HasPath
        && location.Path.Length > 1
        && location.Path.EndsWith('/')
        && !all.Any(other => other.HasPath && other.Path == location.Path[..^1])
        && (location.Kind == LocationKind.Exact || !all.Any(other => other.Kind == LocationKind.Exact && other.Path == location.Path && other.Scope.FindOwn("proxy_pass") is not null));

    private static ConfigNode Slash(Location location)
    {
        var at = location.Scope.Position;
        var path = LocationPath.Encode(location.Path);
        var step = Nodes.Object(at)
            .With("return", Nodes.Number(at, 301))
            .With("to", Nodes.Text(at, $"{path.Replace("$", "%24", StringComparison.Ordinal)}$is_args$args"));
        return Nodes.Object(at)
            .With("exactPath", Nodes.Text(at, path[..^1]))
            .With("methods", Nodes.Texts(at, s_everyMethod))
            .With("anonymousWrites", Nodes.Flag(at, true))
            .With("rewrite", Nodes.List(at, [step]));
    }
}
