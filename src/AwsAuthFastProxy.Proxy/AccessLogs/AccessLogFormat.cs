using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>
/// A line's form, compiled: <c>combined</c>, <c>json</c>, or nginx's <c>log_format</c> with <c>$name</c> and <c>${name}</c>, before them
/// <c>escape=default|json|none</c> if wanted. Immutable.
/// </summary>
public sealed class AccessLogFormat
{
    private const string Combined =
        "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    private static readonly string s_json = """
        {"time":"$time_iso8601","remote_addr":"$remote_addr","method":"$request_method","uri":"$request_uri","protocol":"$server_protocol",
        "host":"$http_host","user_agent":"$http_user_agent","referer":"$http_referer","status":$status,"bytes_sent":$bytes_sent,
        "body_bytes_sent":$body_bytes_sent,"request_length":$request_length,"route":"$route","upstream":"$upstream","upstream_status":$upstream_status,
        "upstream_reused":$upstream_reused,"error":"$proxy_error","x_amz_request_id":"$upstream_http_x_amz_request_id","connection":$connection,
        "connection_requests":$connection_requests,"queue":$queue_time,"connect":$connect_time,"sign":$sign_time,"first_byte":$first_byte_time,
        "total":$total_time}
        """.ReplaceLineEndings("");

    private AccessLogFormat(LogPart[] parts, LogEscape escape, byte[] absent)
    {
        (Parts, Escape, Absent) = (parts, escape, absent);
        ShowsLocalEnd = Has(LogVariable.ServerAddress) || Has(LogVariable.ServerPort);
        ShowsTls = Has(LogVariable.TlsProtocol) || Has(LogVariable.TlsCipher);
        ShowsId = Has(LogVariable.RequestId);
        CapturedParts = parts.Count(static part => part.Phase is LogPhase.Request or LogPhase.Response);
    }

    internal LogPart[] Parts { get; }

    /// <summary>Whether a line shows the address or port that the client connected to, which costs a call to the kernel.</summary>
    internal bool ShowsLocalEnd { get; }

    /// <summary>Whether a line shows what the TLS session has.</summary>
    internal bool ShowsTls { get; }

    /// <summary>Whether a line shows the request's random name, which is made when it is asked for.</summary>
    internal bool ShowsId { get; }

    internal LogEscape Escape { get; }

    /// <summary>What stands for a number that is not there.</summary>
    internal byte[] Absent { get; }

    /// <summary>Parts that are written before the exchange is over.</summary>
    internal int CapturedParts { get; }

    /// <summary>Compiles <paramref name="text"/>, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AccessLogFormat? format, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        format = null;
        if (text == "json")
        {
            _ = TrySplit(s_json, out LogPart[]? own, out reason);
            format = new AccessLogFormat(own!, LogEscape.Json, "null"u8.ToArray());
            return true;
        }

        LogEscape escape = LogEscape.Default;
        if (text.StartsWith("escape=", StringComparison.Ordinal))
        {
            int space = text.IndexOf(' ', StringComparison.Ordinal);
            string word = space < 0 ? text["escape=".Length..] : text["escape=".Length..space];
            if (space < 0 || word is not ("default" or "json" or "none"))
            {
                reason = "what follows \"escape=\" is \"default\", \"json\" or \"none\", a space and the format";
                return false;
            }

            escape = word == "json" ? LogEscape.Json : word == "none" ? LogEscape.None : LogEscape.Default;
            text = text[(space + 1)..];
        }

        if (!TrySplit(text == "combined" ? Combined : text, out LogPart[]? parts, out reason))
        {
            return false;
        }

        format = new AccessLogFormat(parts, escape, escape == LogEscape.Default ? "-"u8.ToArray() : []);
        return true;
    }

    private bool Has(LogVariable variable) => Array.Exists(Parts, part => part.Variable == variable);

    private static bool TrySplit(string text, [NotNullWhen(true)] out LogPart[]? parts, [NotNullWhen(false)] out string? reason)
    {
        parts = null;
        var list = new List<LogPart>();
        for (int position = 0; position < text.Length;)
        {
            int dollar = text.IndexOf('$', position);
            string literal = text[position..(dollar < 0 ? text.Length : dollar)];
            if (literal.AsSpan().ContainsAny('\r', '\n'))
            {
                reason = "a format is one line";
                return false;
            }

            if (literal.Length > 0)
            {
                list.Add(new LogPart(LogVariable.Literal, Encoding.UTF8.GetBytes(literal)));
            }

            if (dollar < 0)
            {
                break;
            }

            if (!TryName(text, dollar + 1, out string name, out position))
            {
                reason = "a \"$\" has no name behind it; write $name or ${name}";
                return false;
            }

            if (!LogVariables.TryFind(name, out LogVariable variable, out byte[] argument))
            {
                reason = $"there is no variable \"${name}\"; there are $http_NAME, $sent_http_NAME, $upstream_http_NAME, $arg_NAME, $cookie_NAME and ${string.Join(", $", LogVariables.Names.Order(StringComparer.Ordinal))}";
                return false;
            }

            list.Add(new LogPart(variable, argument));
        }

        reason = list.Count == 0 ? "the format is empty" : null;
        parts = [.. list];
        return reason is null;
    }

    private static bool TryName(string text, int start, out string name, out int end)
    {
        bool braced = start < text.Length && text[start] == '{';
        int first = braced ? start + 1 : start;
        end = first;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        name = text[first..end];
        bool closed = !braced || (end < text.Length && text[end] == '}');
        end += braced ? 1 : 0;
        return name.Length > 0 && closed;
    }
}
