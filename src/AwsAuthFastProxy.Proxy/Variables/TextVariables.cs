using System.Text;

namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>Names of the variables that are always there: nginx's, without regard to case.</summary>
internal static class TextVariables
{
    private static readonly Dictionary<string, TextVariable> s_byName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["uri"] = TextVariable.Uri,
        ["document_uri"] = TextVariable.Uri,
        ["request"] = TextVariable.Request,
        ["request_method"] = TextVariable.RequestMethod,
        ["request_uri"] = TextVariable.RequestUri,
        ["args"] = TextVariable.Arguments,
        ["query_string"] = TextVariable.Arguments,
        ["is_args"] = TextVariable.HasArguments,
        ["host"] = TextVariable.Host,
        ["scheme"] = TextVariable.Scheme,
        ["https"] = TextVariable.Https,
        ["server_protocol"] = TextVariable.ServerProtocol,
        ["server_name"] = TextVariable.ServerName,
        ["server_addr"] = TextVariable.ServerAddress,
        ["server_port"] = TextVariable.ServerPort,
        ["remote_addr"] = TextVariable.RemoteAddress,
        ["remote_port"] = TextVariable.RemotePort,
        ["remote_user"] = TextVariable.RemoteUser,
        ["proxy_host"] = TextVariable.ProxyHost,
        ["proxy_port"] = TextVariable.ProxyPort,
        ["proxy_add_x_forwarded_for"] = TextVariable.ForwardedFor,
        ["hostname"] = TextVariable.Hostname,
        ["pid"] = TextVariable.Pid,
        ["msec"] = TextVariable.Milliseconds,
        ["time_iso8601"] = TextVariable.TimeIso8601,
        ["time_local"] = TextVariable.TimeLocal,
        ["request_id"] = TextVariable.RequestId,
        ["connection"] = TextVariable.Connection,
        ["connection_requests"] = TextVariable.ConnectionRequests,
        ["ssl_protocol"] = TextVariable.TlsProtocol,
        ["ssl_cipher"] = TextVariable.TlsCipher,
        ["content_type"] = TextVariable.RequestField,
        ["content_length"] = TextVariable.RequestField,
        ["status"] = TextVariable.Status,
    };

    // Each with a name behind it.
    private static readonly (string Prefix, TextVariable Variable)[] s_families =
    [
        ("http_", TextVariable.RequestField),
        ("cookie_", TextVariable.Cookie),
        ("arg_", TextVariable.Argument),
        ("sent_http_", TextVariable.ResponseField),
        ("upstream_http_", TextVariable.ResponseField),
    ];

    /// <summary>Every name that stands for itself.</summary>
    public static IEnumerable<string> Names => s_byName.Keys;

    /// <summary>The variable of a name; false when there is none.</summary>
    public static bool TryFind(string name, out TextPart part)
    {
        if (s_byName.TryGetValue(name, out TextVariable variable))
        {
            part = new TextPart(variable, variable == TextVariable.RequestField ? Argument(name) : []);
            return true;
        }

        foreach ((string prefix, TextVariable family) in s_families)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.Length > prefix.Length)
            {
                // A cookie's name is case-sensitive to its owner, but not to nginx.
                part = new TextPart(family, Argument(name[prefix.Length..]));
                return true;
            }
        }

        part = default;
        return false;
    }

    private static byte[] Argument(string name) => Encoding.ASCII.GetBytes(name.ToLowerInvariant());
}
