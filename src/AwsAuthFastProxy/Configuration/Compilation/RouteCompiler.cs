using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>routes</c>.</summary>
internal sealed class RouteCompiler(
    IReadOnlyList<CompiledUpstream> upstreams,
    AccessCompiler access,
    TextCompiler texts,
    AccessLogModel? accessLog,
    PathCompiler paths,
    RewriteCompiler rewrites,
    string directory,
    Diagnostics diagnostics)
{
    private readonly Dictionary<(ServerModel? Server, string? Host, PathMatch Match, string Path), int> _lines = [];
    private readonly FieldCompiler _fields = new(texts, diagnostics);

    /// <summary>The routes of a server, or those of no server.</summary>
    public IReadOnlyList<RouteModel> CompileAll(IReadOnlyList<RouteConfig> routes, ServerModel? server = null)
    {
        var models = new List<RouteModel>();
        foreach (var route in routes)
        {
            if (Compile(route, server) is { } model)
            {
                models.Add(model);
            }
        }

        return models;
    }

    private RouteModel? Compile(RouteConfig config, ServerModel? server)
    {
        var host = server is null ? ReadHost(config.Host) : NoHost(config.Host);
        var path = paths.Compile(config);
        var rewrite = rewrites.Compile(config.Rewrite);
        var replacement = paths.Replacement(config);
        var target = paths.Target(config);
        var strip = ReadPrefix("stripPrefix", config.StripPrefix);
        var add = ReadPrefix("addPrefix", config.AddPrefix);
        var upstream = FindUpstream(config);
        var methods = config.Methods is null ? MethodSet.Get | MethodSet.Head : MethodNames.Read(config.Methods, diagnostics);
        var operations = Choice.Read(
            "operations",
            config.Operations,
            SigningCompiler.DefaultOperations(upstream, methods),
            [("read", Operations.Read), ("write", Operations.Write), ("all", Operations.All)],
            diagnostics);
        var sign = ReadSign(config, upstream);
        var spool = LimitCompiler.Size("spool", config.Spool, 0, 0, PayloadCompiler.MostHeld, diagnostics);

        if (path is not null)
        {
            if (path.Match != PathMatch.Regex)
            {
                CheckStrip(config, path.Text, strip);
            }

            CheckUnique(path, server, host);
        }

        var retry = RetryCompiler.Compile(config.Retry, diagnostics);
        var signing = SigningCompiler.Compile(config, upstream, sign, methods, diagnostics);
        var setHeaders = _fields.Set(config.SetHeaders, sign, signing.Answer == AnswerMode.Presign);
        var addHeaders = _fields.Added(config.AddHeaders);
        var asked = access.Compile(config, methods, out var except);
        var timeouts = TimeoutCompiler.Compile(config.Timeouts, diagnostics);
        var bodyBytes = LimitCompiler.Size("bodyBytes", config.BodyBytes, -1, 0, long.MaxValue, diagnostics);
        var log = AccessLogCompiler.Compile(config.AccessLog, accessLog, directory, diagnostics);
        return path is null || (upstream?.Model is null && config.Upstream is not null)
            ? null
            : new RouteModel
            {
                Host = host,
                Server = server,
                PathPrefix = path.Text,
                Match = path.Match,
                Pattern = path.Pattern,
                BeforeRegexes = config.BeforeRegexes is { Value: true },
                Rewrite = rewrite,
                ReplacePrefix = replacement,
                Target = target,
                StripPrefix = strip,
                AddPrefix = add,
                Upstream = upstream?.Model,
                Sign = sign,
                Spool = spool,
                Methods = methods,
                Operations = operations,
                Retry = retry,
                Signing = signing.Form,
                Answer = signing.Answer,
                PresignExpires = signing.Expires,
                PresignFrom = signing.From,
                Access = asked,
                LimitExcept = except,
                Timeouts = timeouts,
                BodyBytes = bodyBytes < 0 ? null : bodyBytes,
                SetHeaders = setHeaders,
                AddHeaders = addHeaders,
                HideHeaders = _fields.Hidden(config.HideHeaders),
                AccessLog = log,
            };
    }

    private string? ReadHost(TextSetting? setting)
    {
        if (setting is null or { IsFaulty: true })
        {
            return null;
        }

        var host = setting.Value.ToLowerInvariant();
        if (host is ['[', .., ']'] && HostName.TryParseIPv6(host[1..^1], out _))
        {
            return host;
        }

        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        var reason = name.Contains(':', StringComparison.Ordinal) ? "a route's host has no port"
            : name == "*" ? "leave \"host\" out for every host"
            : name.Contains('*', StringComparison.Ordinal) ? "a '*' stands for all that comes before the first dot, such as \"*.example.com\""
            : HostName.Check(name);
        if (reason is not null)
        {
            diagnostics.Error("host", setting, reason);
        }

        return host;
    }

    private string? NoHost(TextSetting? setting)
    {
        if (setting is not null)
        {
            diagnostics.Error(setting.Position, "a route of a server has no \"host\"; the server has \"hosts\"");
        }

        return null;
    }

    private string ReadPrefix(string key, TextSetting? setting) =>
        setting is null or { IsFaulty: true } or { Value: "" } ? "" : UrlPath.WithoutEndSlash(paths.Canonical(key, setting) ?? "");

    private CompiledUpstream? FindUpstream(RouteConfig config)
    {
        if (config.Upstream is null)
        {
            if (!RewriteCompiler.Answers(config.Rewrite))
            {
                diagnostics.Error(config.Position, "a route has no \"upstream\"; name one of \"upstreams\"");
            }

            return null;
        }

        if (config.Upstream.IsFaulty)
        {
            return null;
        }

        foreach (var upstream in upstreams)
        {
            if (upstream.Config.Name == config.Upstream.Value)
            {
                return upstream;
            }
        }

        var names = upstreams.Select(upstream => upstream.Config.Name).ToArray();
        diagnostics.Error(
            config.Upstream.Position,
            $"there is no upstream {Quote.Text(config.Upstream.Written)}{NearestName.Suggest(config.Upstream.Written, names, "there are")}");
        return null;
    }

    private bool ReadSign(RouteConfig config, CompiledUpstream? upstream)
    {
        var canSign = upstream?.Config.Credentials is not null;
        if (config.Sign is { Value: true } && upstream is not null && !canSign)
        {
            diagnostics.Error(
                config.Sign.Position,
                $"\"sign\" is true, but upstream {Quote.Text(upstream.Config.Name)} has no \"credentials\"; name some there, or leave \"sign\" out");
        }

        return config.Sign?.Value ?? canSign;
    }

    // A prefix that not every matched path begins with, or that ends inside a segment, would leave paths that nobody meant.
    private void CheckStrip(RouteConfig config, string path, string strip)
    {
        if (strip.Length > 0 && !$"{path}/".StartsWith($"{strip}/", StringComparison.Ordinal))
        {
            diagnostics.Error(
                "stripPrefix",
                config.StripPrefix!,
                $"the route's path {Quote.Text(path)} does not begin with it; write the path, or whole segments from its beginning");
        }
    }

    private void CheckUnique(RoutePath path, ServerModel? server, string? host)
    {
        var key = (server, host, path.Match, path.Pattern is { } pattern ? $"{pattern.IgnoreCase} {pattern}" : path.Text);
        if (_lines.TryAdd(key, path.Setting.Position.Line))
        {
            return;
        }

        var name = path.Match == PathMatch.Prefix ? "path" : path.Match == PathMatch.Exact ? "exactPath" : "pathRegex";
        diagnostics.Error(
            name, path.Setting, $"line {_lines[key]} has a route with the same {(server is null ? "host and path" : "path in this server")} already; leave one of them");
    }
}
