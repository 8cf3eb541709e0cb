using System.Diagnostics.CodeAnalysis;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>
/// The URL of an endpoint: http or https, host, optional port and path. Read by hand, because System.Uri would change
/// what it reads: dot segments, escapes, default ports.
/// </summary>
/// <param name="IsTls">Whether the scheme is https.</param>
/// <param name="Host">Lower case; an IPv6 address without brackets.</param>
/// <param name="Port">The port written, or the scheme's own.</param>
/// <param name="Path">Canonical, without a slash at its end; empty for none.</param>
internal sealed record EndpointUrl(bool IsTls, string Host, int Port, string Path)
{
    private const string Expected = "write http://HOST, https://HOST or https://HOST:PORT/PATH";

    public static bool TryParse(string text, [NotNullWhen(true)] out EndpointUrl? url, [NotNullWhen(false)] out string? reason)
    {
        url = null;
        var isTls = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isTls && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            reason = $"this is no http or https URL; {Expected}";
            return false;
        }

        var rest = text[(isTls ? "https://" : "http://").Length..];
        if (rest.AsSpan().ContainsAny("?#"))
        {
            reason = $"an endpoint has no query and no fragment; {Expected}";
            return false;
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var path = "";
        if (!TryParseAuthority(authority, isTls ? 443 : 80, out var host, out var port, out reason)
            || (slash >= 0 && !UrlPath.TryWrite(rest[slash..], out path, out reason)))
        {
            return false;
        }

        url = new EndpointUrl(isTls, host, port, UrlPath.WithoutEndSlash(path));
        reason = null;
        return true;
    }

    /// <summary><c>HOST</c> or <c>HOST:PORT</c>, the host put into lower case; an IPv6 address in brackets, which are taken off.</summary>
    public static bool TryParseAuthority(
        string authority,
        int defaultPort,
        out string host,
        out int port,
        [NotNullWhen(false)] out string? reason)
    {
        host = "";
        port = defaultPort;
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            reason = "an endpoint holds no user and password; name \"credentials\" in the upstream";
            return false;
        }

        var hostEnd = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        hostEnd = hostEnd <= 0 && !authority.StartsWith(':') ? authority.Length : hostEnd;
        host = authority[..hostEnd].ToLowerInvariant();
        var portText = authority[hostEnd..];
        if (host is ['[', .., ']'] && HostName.TryParseIPv6(host[1..^1], out var address))
        {
            host = address!.ToString();
            reason = null;
        }
        else
        {
            reason = HostName.Check(host);
        }

        if (reason is null && portText.Length > 0
            && (portText[0] != ':' || !ListenAddress.TryParsePort(portText.AsSpan(1), out port) || port == 0))
        {
            reason = "the port is no number from 1 to 65535";
        }

        return reason is null;
    }
}
