using System.Diagnostics.CodeAnalysis;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>What proxy_pass says.</summary>
/// <param name="IsTls">Whether its scheme is https.</param>
/// <param name="Host">Host in lower case, without port; an IPv6 address in brackets.</param>
/// <param name="Port">The port written; null for none.</param>
/// <param name="Uri">What stands behind host and port; empty for nothing.</param>
/// <param name="UriIsWhole">The path and query are exactly this; otherwise it takes the place of the location's own part of the path.</param>
internal sealed record ProxyAddress(bool IsTls, string Host, int? Port, string Uri, bool UriIsWhole)
{
    private static readonly string[] s_paths = ["request_uri", "uri", "document_uri"];

    /// <summary>The port that is connected to where no address says another.</summary>
    public int EffectivePort => Port ?? (IsTls ? 443 : 80);

    /// <summary>Whether the port is another than the scheme's.</summary>
    public bool HasOwnPort => EffectivePort != (IsTls ? 443 : 80);

    /// <summary>Host and port as nginx's <c>$proxy_host</c> has them.</summary>
    public string HostHeader => HasOwnPort ? $"{Host}:{EffectivePort}" : Host;

    /// <summary>Reads the argument of a proxy_pass, with constants put in.</summary>
    public static bool TryRead(
        NginxDirective directive, IReadOnlyDictionary<string, string> constants, [NotNullWhen(true)] out ProxyAddress? address, [NotNullWhen(false)] out string? reason)
    {
        address = null;
        var written = directive.Argument(0)!;
        var hadVariables = Variables.HasAny(written);
        if (Variables.Fold(written, constants) is not { } text)
        {
            reason = $"invalid variable name in {Quote.Text(written)}";
            return false;
        }

        var isTls = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isTls && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            reason = Variables.HasAny(text)
                ? $"\"proxy_pass {written}\" is not supported: scheme and host must be the same for every request; write http:// or https:// and the host, or set variables to constants"
                : $"invalid URL prefix in {Quote.Text(written)}: it begins with http:// or https://";
            return false;
        }

        var rest = text[(isTls ? "https://" : "http://").Length..];
        if (rest.StartsWith("unix:", StringComparison.Ordinal))
        {
            reason = "\"proxy_pass\" to unix: sockets is not supported: write an address of the loopback range and a port";
            return false;
        }

        var end = EndOfHost(rest);
        var authority = rest[..end].ToLowerInvariant();
        if (Variables.HasAny(authority))
        {
            reason = $"\"proxy_pass {written}\" is not supported: the host must be the same for every request; write it out, or set its variables to constants in this location or its server";
            return false;
        }

        return TrySplit(authority, isTls, rest[end..], hadVariables, out address, out reason);
    }

    // The path begins with a slash, or with a variable that does.
    private static int EndOfHost(string rest)
    {
        var end = rest.AsSpan().IndexOfAny('/', '?');
        end = end < 0 ? rest.Length : end;
        foreach (var name in s_paths)
        {
            foreach (var form in (ReadOnlySpan<string>)[$"${name}", $"${{{name}}}"])
            {
                var found = rest.IndexOf(form, StringComparison.Ordinal);
                end = found >= 0 && found < end ? found : end;
            }
        }

        return end;
    }

    private static bool TrySplit(
        string authority, bool isTls, string uri, bool hadVariables, [NotNullWhen(true)] out ProxyAddress? address, [NotNullWhen(false)] out string? reason)
    {
        address = null;
        var colon = authority.StartsWith('[') ? authority.IndexOf("]:", StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        var host = colon > 0 ? authority[..colon] : authority;
        int? port = null;
        if (colon > 0)
        {
            if (!ListenAddress.TryParsePort(authority.AsSpan(colon + 1), out var number) || number == 0)
            {
                reason = $"invalid port in {Quote.Text(authority)}";
                return false;
            }

            port = number;
        }

        reason = host is ['[', .., ']'] && HostName.TryParseIPv6(host[1..^1], out _) ? null : HostName.Check(host);
        if (reason is not null)
        {
            reason = $"no host in \"proxy_pass\": {reason}";
            return false;
        }

        if (uri.StartsWith('?') || (!hadVariables && uri.AsSpan().ContainsAny('?', '#')))
        {
            reason = "a query in \"proxy_pass\" is supported behind a path with variables only: write the whole path and query wanted, such as $uri?a=b";
            return false;
        }

        address = new ProxyAddress(isTls, host, port, uri, UriIsWhole: hadVariables && uri.Length > 0);
        return true;
    }
}
