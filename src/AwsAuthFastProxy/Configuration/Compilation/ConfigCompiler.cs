using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>From what the user wrote to the immutable model that event loops read; every error is reported, none thrown.</summary>
internal static class ConfigCompiler
{
    /// <summary>The model; null, or of no use, when errors were reported.</summary>
    public static ProxyModel? Compile(ProxyConfig config, ConfigEnvironment environment, Diagnostics diagnostics)
    {
        RequireSections(config, diagnostics);
        var credentials = new CredentialCompiler(config.Directory, environment, diagnostics).CompileAll(config.Credentials);
        var upstreams = new UpstreamCompiler(config.Directory, credentials, environment, diagnostics).CompileAll(config.Upstreams ?? []);
        var files = new WatchedFiles();
        var access = new AccessCompiler(new BasicAuthCompiler(config.Directory, files, diagnostics), diagnostics);
        var tls = new ListenerTlsCompiler(config.Directory, environment, files, diagnostics);
        var listeners = new ListenerCompiler(tls, access, diagnostics).CompileAll(config.Listeners ?? []);
        access.CertificatesDemanded = listeners.Count > 0
            && listeners.All(static listener => listener.Tls is { ClientAuthorities: not null, ClientCertificateRequired: true });
        var accessLog = AccessLogCompiler.Compile(config.AccessLog, null, config.Directory, diagnostics);
        var patterns = new PatternCompiler(diagnostics);
        patterns.ReadAll(config);
        var texts = new TextCompiler(patterns.Own, diagnostics);
        var rewrites = new RewriteCompiler(patterns, texts, diagnostics);
        var routes = new RouteCompiler(
            upstreams, access, texts, accessLog, new PathCompiler(patterns, texts, diagnostics), rewrites, config.Directory, diagnostics);
        var serverCompiler = new ServerCompiler(listeners, rewrites, diagnostics);
        var servers = (config.Servers ?? []).Select(serverCompiler.Compile).ToList();
        var model = new ProxyModel
        {
            Listeners = listeners,
            Upstreams = [.. upstreams.Select(upstream => upstream.Model).OfType<UpstreamModel>()],
            Servers = servers,
            Routes =
            [
                .. servers.SelectMany((server, index) => routes.CompileAll(config.Servers![index].Routes ?? [], server)),
                .. routes.CompileAll(config.Routes ?? []),
            ],
            TrustedProxies = access.ReadBlocks("trustedProxies", config.TrustedProxies),
            RateLimit = RateCompiler.Compile(config.RateLimit, "requestsPerSecond", diagnostics),
            Files = [.. config.Files, .. files.Paths],
            Timeouts = TimeoutCompiler.Compile(config.Timeouts, diagnostics),
            Limits = LimitCompiler.Compile(config.Limits, diagnostics),
            Admin = AdminCompiler.Compile(config.Admin, listeners, diagnostics),
            AccessLog = accessLog,
            Written = config.Shown,
        };
        return diagnostics.HasErrors ? null : model;
    }

    private static void RequireSections(ProxyConfig config, Diagnostics diagnostics)
    {
        if (config.Listeners is null)
        {
            diagnostics.Error(config.Position, "\"listen\" is missing; for example \"listen\": [ { \"address\": \"127.0.0.1:8000\" } ]");
        }

        // Servers may answer everything themselves.
        var answersOnly = config.Servers is not null
            && !config.Servers.SelectMany(static server => server.Routes ?? []).Concat(config.Routes ?? []).Any(static route => route.Upstream is not null);
        if (config.Upstreams is null && !answersOnly)
        {
            diagnostics.Error(
                config.Position,
                "\"upstreams\" is missing; for example \"upstreams\": { \"photos\": { \"endpoint\": \"https://s3.us-east-1.amazonaws.com\", \"bucket\": \"photos\" } }");
        }

        if (config.Routes is null && config.Servers is null)
        {
            diagnostics.Error(config.Position, "\"routes\" is missing; for example \"routes\": [ { \"path\": \"/\", \"upstream\": \"photos\" } ]");
        }
    }
}
