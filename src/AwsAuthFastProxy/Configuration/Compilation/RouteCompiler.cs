using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>routes</c>.</summary>
internal sealed class RouteCompiler(
    IReadOnlyList<CompiledUpstream> upstreams, AccessCompiler access, TextCompiler texts, AccessLogModel? accessLog, string directory, Diagnostics diagnostics)
{
    private readonly Dictionary<(string? Host, string Path), int> _lines = [];
    private readonly FieldCompiler _fields = new(texts, diagnostics);

    public IReadOnlyList<RouteModel> CompileAll(IReadOnlyList<RouteConfig> routes)
    {
        var models = new List<RouteModel>();
        foreach (var route in routes)
        {
            if (Compile(route) is { } model)
            {
                models.Add(model);
            }
        }

        return models;
    }

    private RouteModel? Compile(RouteConfig config)
    {
        var host = ReadHost(config.Host);
        var path = ReadPath(config);
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
            CheckStrip(config, path, strip);
            CheckUnique(config, host, path);
        }

        var retry = RetryCompiler.Compile(config.Retry, diagnostics);
        var signing = SigningCompiler.Compile(config, upstream, sign, methods, diagnostics);
        var setHeaders = _fields.Set(config.SetHeaders, sign, signing.Answer == AnswerMode.Presign);
        var addHeaders = _fields.Added(config.AddHeaders);
        var asked = access.Compile(config, methods, out var except);
        var timeouts = TimeoutCompiler.Compile(config.Timeouts, diagnostics);
        var bodyBytes = LimitCompiler.Size("bodyBytes", config.BodyBytes, -1, 0, long.MaxValue, diagnostics);
        var log = AccessLogCompiler.Compile(config.AccessLog, accessLog, directory, diagnostics);
        return path is null || upstream?.Model is null
            ? null
            : new RouteModel
            {
                Host = host,
                PathPrefix = path,
                StripPrefix = strip,
                AddPrefix = add,
                Upstream = upstream.Model,
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

    private string? ReadPath(RouteConfig config)
    {
        if (config.Path is null)
        {
            diagnostics.Error(config.Position, "a route has no \"path\"; for example \"path\": \"/\" for every path");
            return null;
        }

        return config.Path.IsFaulty ? null : Canonical("path", config.Path);
    }

    private string ReadPrefix(string key, TextSetting? setting) =>
        setting is null or { IsFaulty: true } or { Value: "" } ? "" : UrlPath.WithoutEndSlash(Canonical(key, setting) ?? "");

    private string? Canonical(string key, TextSetting setting)
    {
        if (UrlPath.TryWrite(setting.Value, out var path, out var reason))
        {
            return path;
        }

        diagnostics.Error(key, setting, reason);
        return null;
    }

    private CompiledUpstream? FindUpstream(RouteConfig config)
    {
        if (config.Upstream is null)
        {
            diagnostics.Error(config.Position, "a route has no \"upstream\"; name one of \"upstreams\"");
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

    private void CheckUnique(RouteConfig config, string? host, string path)
    {
        if (!_lines.TryAdd((host, path), config.Path!.Position.Line))
        {
            diagnostics.Error(
                "path",
                config.Path,
                $"line {_lines[(host, path)]} has a route with the same host and path already; leave one of them");
        }
    }
}
