using System.Collections.Frozen;

namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>Every directive that is known, by name.</summary>
internal static class DirectiveTable
{
    private static readonly (string Prefix, string Words)[] s_families =
    [
        ("fastcgi_", "only HTTP upstreams are spoken to: proxy_pass"),
        ("uwsgi_", "only HTTP upstreams are spoken to: proxy_pass"),
        ("scgi_", "only HTTP upstreams are spoken to: proxy_pass"),
        ("grpc_", "only HTTP/1.1 upstreams are spoken to: proxy_pass"),
        ("memcached_", "only HTTP upstreams are spoken to: proxy_pass"),
        ("proxy_cache", "nothing is cached here: put a cache in front, or behind with the routes that need it"),
        ("proxy_store", "nothing is stored here"),
        ("proxy_cookie", "Set-Cookie is passed on as it came"),
        ("js_", "there is no scripting"),
        ("perl", "there is no scripting"),
        ("lua_", "there is no scripting"),
        ("geoip", "clients are known by address only: allow and deny"),
        ("vod", "files are passed on as they are: put nginx with that module in front, and this proxy between it and S3"),
        ("s3_", "this is of the module's version 1; it has aws_s3_bucket, aws_endpoint and aws_sign since version 2"),
        ("auth_jwt", "clients are known by address or auth_basic"),
        ("otel_", "metrics go out by \"admin\" of the JSON form: import the file and add it"),
        ("brotli", "bodies are passed on as they come"),
    ];

    public static FrozenDictionary<string, DirectiveRule> All { get; } =
        new[] { CoreRows.Text, TlsRows.Text, ProxyRows.Text, RewriteRows.Text, OtherRows.Text }
            .SelectMany(static text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(DirectiveRule.Parse)
            .ToFrozenDictionary(static rule => rule.Name, StringComparer.Ordinal);

    /// <summary>What to say of a directive that is not in the table but of a known family; null for none.</summary>
    public static string? FamilyOf(string name)
    {
        if (name.Contains("_by_lua", StringComparison.Ordinal) || name.Contains("_by_njs", StringComparison.Ordinal))
        {
            return "there is no scripting";
        }

        foreach (var (prefix, words) in s_families)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return words;
            }
        }

        return null;
    }
}
