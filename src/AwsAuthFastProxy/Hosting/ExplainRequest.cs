using System.Buffers;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// Writes the options of <c>explain</c> as the request head a client would send. Here is refused only what would not be the request
/// that the user means; what a client may send and the proxy refuses is the explanation's matter.
/// </summary>
internal static class ExplainRequest
{
    private const string DefaultHost = "localhost";

    // RFC 9110 §5.6.2
    private static readonly SearchValues<char> s_token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The head's text; or null, with the reason.</summary>
    public static string? Write(ExplainOptions options, ProxyModel model, out string reason)
    {
        if (options.Method.Length == 0 || options.Method.AsSpan().ContainsAnyExcept(s_token))
        {
            reason = $"\"{Visible(options.Method)}\" is no method: letters, digits and some marks, such as GET";
            return null;
        }

        if (SplitUrl(options.Method, options.Url, out string? host, out string target) is { } wrong)
        {
            reason = wrong;
            return null;
        }

        var lines = new StringBuilder();
        bool hasHost = false;
        foreach (string header in options.Headers)
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? "" : header[..colon];
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(s_token))
            {
                reason = $"\"{Visible(colon < 0 ? header : name)}\" is no header name: a header is 'Name: value'";
                return null;
            }

            string value = header[(colon + 1)..].Trim(' ', '\t');
            if (value.Any(static letter => letter != '\t' && (char.IsControl(letter) || letter > '\xff')))
            {
                reason = $"the value of {name} holds a character that no header can carry";
                return null;
            }

            hasHost |= name.Equals("Host", StringComparison.OrdinalIgnoreCase);
            lines.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        string hostLine = hasHost ? "" : $"Host: {host ?? HostOfFirstRoute(model)}\r\n";
        reason = "";
        return $"{options.Method} {target} HTTP/1.1\r\n{hostLine}{lines}\r\n";
    }

    /// <summary>What is wrong with the URL, or null.</summary>
    private static string? SplitUrl(string method, string url, out string? host, out string target)
    {
        (host, target) = (null, url);
        if (url.AsSpan().IndexOfAnyExceptInRange('!', '~') is >= 0 and var odd)
        {
            int length = odd + 1 < url.Length && char.IsSurrogatePair(url, odd) ? 2 : 1;
            return $"the URL holds {Name(url[odd])}; write {Uri.EscapeDataString(url.AsSpan(odd, length))} for it";
        }

        if (url.Contains('#', StringComparison.Ordinal))
        {
            return "the URL holds a fragment (#…), which clients never send; write %23 for a # in a path";
        }

        if (url.StartsWith('/') || url == "*" || method == "CONNECT")
        {
            return null;
        }

        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || !(url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            return $"\"{url}\" is no URL: http://host/path?query, or /path?query";
        }

        string rest = url[(scheme + 3)..];
        int end = rest.AsSpan().IndexOfAny('/', '?');
        host = end < 0 ? rest : rest[..end];
        target = end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
        return host.Length == 0 ? "the URL names no host"
            : host.Contains('@', StringComparison.Ordinal) ? "the URL holds user information (user@host), which clients do not send; give -H 'Authorization: …' for it"
            : null;
    }

    private static string HostOfFirstRoute(ProxyModel model) =>
        model.Routes.Count > 0 && (model.Routes[0].Server?.Hosts.FirstOrDefault(static name => !name.EndsWith(".*", StringComparison.Ordinal)) ?? model.Routes[0].Host) is { } host
            ? host.StartsWith("*.", StringComparison.Ordinal) ? "www" + host[1..] : host
            : DefaultHost;

    private static string Name(char letter) => letter switch
    {
        ' ' => "a space",
        _ when char.IsControl(letter) => "a control character",
        _ => "a character outside ASCII",
    };

    private static string Visible(string text) => new([.. text.Select(static letter => char.IsControl(letter) ? '?' : letter)]);
}
