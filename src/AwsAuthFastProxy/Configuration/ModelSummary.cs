using System.Text;
using AwsAuthFastProxy.Configuration.Compilation;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Configuration;

/// <summary>A compiled configuration in one line per listener, upstream and route; credentials by name only.</summary>
internal static class ModelSummary
{
    public static IEnumerable<string> Lines(ProxyModel model)
    {
        foreach (var listener in model.Listeners)
        {
            yield return Describe(listener);
        }

        if (model.Admin?.EndPoint is { } admin)
        {
            yield return $"admin {admin}";
        }

        if (model.Admin?.Otlp is { } otlp)
        {
            yield return $"otlp {otlp}";
        }

        if (model.AccessLog is { } log)
        {
            yield return $"log {Describe(log)}";
        }

        foreach (var upstream in model.Upstreams)
        {
            yield return Describe(upstream);
        }

        foreach (var server in model.Servers)
        {
            yield return Describe(server, model);
        }

        foreach (var route in model.Routes)
        {
            yield return Describe(route) + (route.AccessLog == model.AccessLog ? "" : route.AccessLog is { } own ? $", log {Describe(own)}" : ", no log");
        }
    }

    /// <summary>A listener in one line.</summary>
    public static string Describe(ListenerModel listener)
    {
        var proxy = listener.ProxyProtocol ? $", PROXY protocol from {string.Join(' ', listener.Trusted)}" : "";
        var names = listener.Tls?.Certificates.SelectMany(static certificate => certificate.Names) ?? [];
        var clients = listener.Tls switch
        {
            { ClientAuthorities: null } or null => "",
            { ClientCertificateRequired: true } => ", client certificate required",
            _ => ", client certificate optional",
        };
        var tls = listener.Tls is null ? "" : $", TLS for {string.Join(' ', names)}{clients}";
        return $"listen {listener.EndPoint}{tls}{proxy}";
    }

    /// <summary>An upstream in one line.</summary>
    public static string Describe(UpstreamModel upstream)
    {
        var scheme = upstream.Tls is null ? "http" : "https";
        var host = upstream.EndpointHost.Contains(':', StringComparison.Ordinal) ? $"[{upstream.EndpointHost}]" : upstream.EndpointHost;
        var bucket = upstream.BucketSource switch
        {
            BucketSource.None => "no bucket",
            BucketSource.Fixed => $"bucket {upstream.Bucket}",
            BucketSource.FromPath => "bucket from the path",
            _ => "bucket from the host",
        };
        var style = upstream.BucketSource == BucketSource.None ? "" : upstream.Style == BucketStyle.Path ? " (path style)" : " (virtual style)";
        var signing = upstream.Credentials is null ? "no credentials" : $"credentials {upstream.Credentials.Name} for {upstream.Region}/{upstream.Service}";
        var targets = upstream.ConnectTo.Count == 0 ? "" : $" at {string.Join(' ', upstream.ConnectTo)}";
        return $"upstream {upstream.Name}: {scheme}://{host}:{upstream.EndpointPort}{upstream.EndpointPath}{targets}, {bucket}{style}, {signing}{Payload(upstream)}{Describe(upstream.Retry)}";
    }

    // What is usual goes without saying.
    private static string Payload(UpstreamModel upstream)
    {
        var mode = upstream.Payload switch
        {
            PayloadMode.Auto => "auto",
            PayloadMode.Unsigned => "unsigned",
            PayloadMode.Streaming => "streaming",
            PayloadMode.StreamingTrailer => "streaming-trailer",
            _ => "buffered",
        };
        var checksum = upstream.Checksum == ChecksumAlgorithm.None
            ? ""
            : $" with {Encoding.ASCII.GetString(ChecksumFields.Suffix(upstream.Checksum))}";
        return upstream.Payload == PayloadMode.Auto && checksum.Length == 0 ? "" : $", payload {mode}{checksum}";
    }

    /// <summary>A route in one line.</summary>
    public static string Describe(RouteModel route)
    {
        var rewrite = (route.StripPrefix.Length, route.AddPrefix.Length) switch
        {
            (0, 0) => "",
            (0, _) => $", adds {route.AddPrefix}",
            (_, 0) => $", strips {route.StripPrefix}",
            _ => $", {route.StripPrefix} becomes {route.AddPrefix}",
        };
        var form = route.Signing == SigningForm.Query ? " in the query" : "";
        var signing = route.Sign ? $"signed{form} ({Describe(route.Operations)})" : "unsigned";
        var presigned = route.Answer == AnswerMode.Presign
            ? $", 307 to a presigned URL ({route.PresignExpires.TotalSeconds:0} s{(route.PresignFrom > 0 ? $", from {route.PresignFrom} bytes" : "")})"
            : "";
        return route.Upstream is null ? $"route {route.Label}{Rewriting(route)}"
            : $"route {route.Label} to {route.Upstream.Name}: {MethodNames.Describe(route.Methods)}, {signing}{rewrite}{presigned}{(route.Spool > 0 ? $", spools {route.Spool} bytes" : "")}{Describe(route.Retry)}{Describe(route.Access)}{RouteRules(route)}{Rewriting(route)}";
    }

    /// <summary>A server in one line.</summary>
    public static string Describe(ServerModel server, ProxyModel model) =>
        $"server {(server.Hosts.Count == 0 ? "without a name" : string.Join(' ', server.Hosts))} on {string.Join(' ', server.Listeners)}"
        + $"{(server.IsDefault ? ", default" : "")}{string.Concat(server.Rewrite.Select(Describe))}";

    private static string Rewriting(RouteModel route) =>
        (route.BeforeRegexes ? ", before regexes" : "")
        + string.Concat(route.Rewrite.Select(Describe))
        + (route.ReplacePrefix.Length > 0 ? $", {route.PathPrefix} becomes {route.ReplacePrefix}" : "")
        + (route.Target is null ? "" : $", sends {route.Target}");

    private static string Describe(RewriteStep step) => step switch
    {
        SetStep set => $", sets ${set.Name} to {set.To}",
        RewriteRule rule => $", rewrites {rule.Pattern} to {rule.Text}{(rule.Pattern.IgnoreCase ? " in any case" : "")}{(rule.Then == RewriteThen.Continue ? "" : $" ({rule.Then.ToString().ToLowerInvariant()})")}",
        ReturnStep reply => $", returns {reply.Status}{(reply.To is null ? "" : $" {reply.To.Shown.ReplaceLineEndings(" ")}")}{(reply.Type == "text/plain" ? "" : $" as {reply.Type}")}",
        _ => ", breaks",
    };

    private static string Describe(RetryModel? retry) => retry switch
    {
        null => "",
        { SlowDown: false } => ", 503 is passed on",
        _ => $", 503 is sent again, up to {retry.Attempts} attempts",
    };

    private static string Describe(AccessModel? access) => access is null ? ""
        : (access.Allow.Count > 0 ? $", allows {string.Join(' ', access.Allow)}" : "")
        + (access.Deny.Count > 0 ? $", denies {string.Join(' ', access.Deny)}" : "")
        + (access.Basic is { } basic ? $", asks{(access.SatisfyAny ? " others" : "")} for a password ({basic.Passwords})" : "")
        + (access.RateLimit is { } rate ? $", at most {rate.PerSecond}/s of one address" : "");

    private static string RouteRules(RouteModel route)
    {
        var others = route.LimitExcept is { } except ? $", methods but {MethodNames.Describe(except.Methods)}:{(Describe(except.Access) is { Length: > 1 } rules ? rules[1..] : " everybody")}" : "";
        var timeouts = route.Timeouts is { } times ? string.Concat(Time("connect", times.Connect), Time("first byte", times.UpstreamFirstByte), Time("body", times.Body)) : "";
        var body = route.BodyBytes is { } bytes ? $", bodies to {bytes} bytes" : "";
        var hidden = route.HideHeaders.Count > 0 ? $", hides {string.Join(' ', route.HideHeaders)}" : "";
        var set = route.SetHeaders.Where(static header => header.Value.Text.Length > 0).Select(static header => header.Name).ToArray();
        var removed = route.SetHeaders.Where(static header => header.Value.Text.Length == 0).Select(static header => header.Name).ToArray();
        var added = route.AddHeaders.Select(static header => header.Always ? $"{header.Name} (always)" : header.Name).ToArray();
        return others + timeouts + body + Names("sets", set) + Names("takes out", removed) + Names("adds", added) + hidden;
    }

    private static string Names(string verb, string[] names) => names.Length > 0 ? $", {verb} {string.Join(' ', names)}" : "";

    private static string Time(string name, TimeSpan? time) => time is { } known ? $", {name} in {known.TotalSeconds:0.###} s" : "";

    private static string Describe(AccessLogModel log) => $"{log.File ?? "stdout"}: {log.Format}";

    private static string Describe(Operations operations) => operations switch
    {
        Operations.Read => "read",
        Operations.Write => "write",
        _ => "all",
    };
}
