using System.Text;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>Names of the variables: nginx's where nginx has one.</summary>
internal static class LogVariables
{
    private static readonly Dictionary<string, LogVariable> s_byName = new(StringComparer.Ordinal)
    {
        ["request"] = LogVariable.Request,
        ["request_method"] = LogVariable.RequestMethod,
        ["request_uri"] = LogVariable.RequestUri,
        ["uri"] = LogVariable.Uri,
        ["document_uri"] = LogVariable.Uri,
        ["args"] = LogVariable.Arguments,
        ["query_string"] = LogVariable.Arguments,
        ["is_args"] = LogVariable.HasArguments,
        ["host"] = LogVariable.Host,
        ["scheme"] = LogVariable.Scheme,
        ["https"] = LogVariable.Https,
        ["server_name"] = LogVariable.ServerName,
        ["server_addr"] = LogVariable.ServerAddress,
        ["server_port"] = LogVariable.ServerPort,
        ["ssl_protocol"] = LogVariable.TlsProtocol,
        ["ssl_cipher"] = LogVariable.TlsCipher,
        ["request_id"] = LogVariable.RequestId,
        ["content_type"] = LogVariable.RequestField,
        ["content_length"] = LogVariable.RequestField,
        ["proxy_host"] = LogVariable.ProxyHost,
        ["proxy_port"] = LogVariable.ProxyPort,
        ["upstream_addr"] = LogVariable.UpstreamAddress,
        ["upstream_bytes_sent"] = LogVariable.UpstreamBytesSent,
        ["upstream_bytes_received"] = LogVariable.UpstreamBytesReceived,
        ["server_protocol"] = LogVariable.ServerProtocol,
        ["remote_user"] = LogVariable.RemoteUser,
        ["remote_addr"] = LogVariable.RemoteAddress,
        ["remote_port"] = LogVariable.RemotePort,
        ["time_local"] = LogVariable.TimeLocal,
        ["time_iso8601"] = LogVariable.TimeIso8601,
        ["msec"] = LogVariable.Milliseconds,
        ["status"] = LogVariable.Status,
        ["body_bytes_sent"] = LogVariable.BodyBytesSent,
        ["bytes_sent"] = LogVariable.BytesSent,
        ["request_length"] = LogVariable.RequestLength,
        ["request_time"] = LogVariable.RequestTime,
        ["request_completion"] = LogVariable.RequestCompletion,
        ["connection"] = LogVariable.Connection,
        ["connection_requests"] = LogVariable.ConnectionRequests,
        ["pid"] = LogVariable.Pid,
        ["hostname"] = LogVariable.Hostname,
        ["upstream_status"] = LogVariable.UpstreamStatus,
        ["upstream_connect_time"] = LogVariable.UpstreamConnectTime,
        ["upstream_header_time"] = LogVariable.UpstreamHeaderTime,
        ["upstream_response_time"] = LogVariable.UpstreamResponseTime,

        // Ours.
        ["route"] = LogVariable.Route,
        ["upstream"] = LogVariable.Upstream,
        ["proxy_error"] = LogVariable.ProxyError,
        ["upstream_reused"] = LogVariable.UpstreamReused,
        ["queue_time"] = LogVariable.QueueTime,
        ["connect_time"] = LogVariable.ConnectTime,
        ["sign_time"] = LogVariable.SignTime,
        ["first_byte_time"] = LogVariable.FirstByteTime,
        ["total_time"] = LogVariable.TotalTime,
    };

    // Of the first that fits; each with a name behind it.
    private static readonly (string Prefix, LogVariable Variable)[] s_families =
    [
        ("http_", LogVariable.RequestField),
        ("sent_http_", LogVariable.ResponseField),
        ("upstream_http_", LogVariable.ResponseField),
        ("arg_", LogVariable.Argument),
        ("cookie_", LogVariable.Cookie),
    ];

    /// <summary>Every name that stands for itself.</summary>
    public static IEnumerable<string> Names => s_byName.Keys;

    /// <summary>The variable of a name, with what is behind its prefix; false when there is none.</summary>
    public static bool TryFind(string name, out LogVariable variable, out byte[] argument)
    {
        argument = [];
        if (s_byName.TryGetValue(name, out variable))
        {
            argument = variable == LogVariable.RequestField ? Encoding.ASCII.GetBytes(name) : [];
            return true;
        }

        foreach ((string prefix, LogVariable family) in s_families)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length)
            {
                variable = family;
                argument = Encoding.ASCII.GetBytes(name[prefix.Length..].ToLowerInvariant());
                return true;
            }
        }

        return false;
    }

    /// <summary>When what it shows is at hand.</summary>
    public static LogPhase PhaseOf(LogVariable variable) => variable switch
    {
        LogVariable.Literal => LogPhase.Literal,
        < LogVariable.ResponseField => LogPhase.Request,
        LogVariable.ResponseField => LogPhase.Response,
        _ => LogPhase.End,
    };
}
