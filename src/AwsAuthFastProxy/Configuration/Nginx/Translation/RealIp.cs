using AwsAuthFastProxy.Configuration.Nginx.Syntax;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Whose word about a client's address is taken within a block, and which word: what nginx's realip module has in force there.</summary>
/// <param name="From">The set_real_ip_from in force; with none of them nobody's word is taken, whatever the header.</param>
/// <param name="Header">The real_ip_header in force; null where none is written.</param>
/// <param name="Recursive">The real_ip_recursive in force; null where none is written.</param>
internal sealed record RealIp(IReadOnlyList<NginxDirective> From, NginxDirective? Header, NginxDirective? Recursive)
{
    public static RealIp Of(Scope block) => new(block.FindAll("set_real_ip_from"), block.Find("real_ip_header"), block.Find("real_ip_recursive"));

    /// <summary>Anybody's word is taken.</summary>
    public bool IsInForce => From.Count > 0;

    public bool IsForwardedFor => HeaderName == "x-forwarded-for";

    public bool IsProxyProtocol => HeaderName == "proxy_protocol";

    /// <summary>The header can be read here; nginx's own X-Real-IP, where none is written, cannot.</summary>
    public bool IsSupported => IsForwardedFor || IsProxyProtocol;

    private string HeaderName => Header?.Argument(0)!.ToLowerInvariant() ?? "x-real-ip";

    /// <summary>Whether the same word of the same proxies is taken, in whatever order they are written.</summary>
    public bool IsSameAs(RealIp other) =>
        (!IsInForce || !other.IsInForce || HeaderName == other.HeaderName) && Addresses().SetEquals(other.Addresses());

    private HashSet<string> Addresses() => From.Select(static directive => directive.Argument(0)!).ToHashSet(StringComparer.Ordinal);
}
