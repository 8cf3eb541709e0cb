using System.Buffers.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>Variables that show a head.</summary>
internal static class LogRequest
{
    private const int MaxUser = 256;

    /// <summary>Writes a variable of the request. Without a head only <c>$request</c> is there: the line that was refused.</summary>
    public static void Write(LogLine line, in LogPart part, RequestHead? head, ReadOnlySpan<byte> bytes, scoped in LogRewritten rewritten, LogEscape escape)
    {
        if (head is null)
        {
            if (part.Variable == LogVariable.Request)
            {
                int end = bytes.IndexOfAny("\r\n"u8);
                LogSecrets.Write(line, end < 0 ? bytes : bytes[..end], isQuery: false, escape);
            }
            else
            {
                WriteAbsent(line, escape);
            }

            return;
        }

        switch (part.Variable)
        {
            case LogVariable.Request:
                line.WriteValue(head.MethodName.Of(bytes), escape);
                line.Write(" "u8);
                LogSecrets.Write(line, head.Target.Of(bytes), isQuery: false, escape);
                line.Write(head.MinorVersion == 0 ? " HTTP/1.0"u8 : " HTTP/1.1"u8);
                break;
            case LogVariable.RequestMethod:
                line.WriteValue(head.MethodName.Of(bytes), escape);
                break;
            case LogVariable.RequestUri:
                line.WriteValue(head.Path.Of(bytes), escape);
                if (head.HasQuery)
                {
                    line.Write("?"u8);
                    LogSecrets.Write(line, head.Query.Of(bytes), isQuery: true, escape);
                }

                break;
            case LogVariable.Uri when rewritten.HasPath:
                line.WriteValue(rewritten.Path, escape);
                break;
            case LogVariable.Uri:
                WriteDecoded(line, head.Path.Of(bytes), escape);
                break;
            case LogVariable.Arguments or LogVariable.HasArguments or LogVariable.Argument:
                WriteQuery(line, part, rewritten.HasQuery ? rewritten.Query : head.Query.Of(bytes), escape);
                break;
            case LogVariable.Host:
                WriteHost(line, head.Host.Of(bytes), rewritten.ServerName, escape);
                break;
            case LogVariable.ServerProtocol:
                line.Write(head.MinorVersion == 0 ? "HTTP/1.0"u8 : "HTTP/1.1"u8);
                break;
            case LogVariable.RemoteUser:
                WriteUser(line, head, bytes, escape);
                break;
            case LogVariable.RequestField:
                WriteField(line, part.Text, head.Fields, bytes, escape);
                break;
            case LogVariable.Cookie:
                WriteCookie(line, part.Text, head.Fields, bytes, escape);
                break;
            default:
                WriteAbsent(line, escape);
                break;
        }
    }

    /// <summary>Writes the first field of a name, secrets masked.</summary>
    public static void WriteField(LogLine line, ReadOnlySpan<byte> name, FieldTable fields, ReadOnlySpan<byte> bytes, LogEscape escape)
    {
        foreach (ref readonly FieldLine field in fields.Lines)
        {
            if (field.NameLength == name.Length && LogSecrets.Is(field.Name(bytes), name))
            {
                if (LogSecrets.IsField(name))
                {
                    line.Write("***"u8);
                }
                else
                {
                    LogSecrets.Write(line, field.Value(bytes), isQuery: false, escape);
                }

                return;
            }
        }

        WriteAbsent(line, escape);
    }

    /// <summary>Writes what stands for a text that is not there.</summary>
    public static void WriteAbsent(LogLine line, LogEscape escape) => line.Write(escape == LogEscape.Default ? "-"u8 : default);

    private static void WriteQuery(LogLine line, in LogPart part, ReadOnlySpan<byte> query, LogEscape escape)
    {
        switch (part.Variable)
        {
            case LogVariable.HasArguments:
                line.Write(query.IsEmpty ? default : "?"u8);
                break;
            case LogVariable.Argument:
                WriteArgument(line, part.Text, query, escape);
                break;
            default:
                if (query.IsEmpty)
                {
                    WriteAbsent(line, escape);
                }
                else
                {
                    LogSecrets.Write(line, query, isQuery: true, escape);
                }

                break;
        }
    }

    private static void WriteArgument(LogLine line, ReadOnlySpan<byte> name, ReadOnlySpan<byte> query, LogEscape escape)
    {
        while (!query.IsEmpty)
        {
            int end = query.IndexOf((byte)'&');
            ReadOnlySpan<byte> parameter = end < 0 ? query : query[..end];
            int equals = parameter.IndexOf((byte)'=');
            if (equals == name.Length && System.Text.Ascii.EqualsIgnoreCase(parameter[..equals], name))
            {
                LogSecrets.Write(line, LogSecrets.IsParameter(name) ? "***"u8 : parameter[(equals + 1)..], isQuery: true, escape);
                return;
            }

            query = end < 0 ? default : query[(end + 1)..];
        }

        WriteAbsent(line, escape);
    }

    /// <summary>The value of a cookie (RFC 6265 §4.2.1).</summary>
    private static void WriteCookie(LogLine line, ReadOnlySpan<byte> name, FieldTable fields, ReadOnlySpan<byte> bytes, LogEscape escape)
    {
        for (int i = fields.IndexOf(FieldName.Cookie); i >= 0; i = fields.NextOf(FieldName.Cookie, i))
        {
            for (ReadOnlySpan<byte> rest = fields.Lines[i].Value(bytes); !rest.IsEmpty;)
            {
                int end = rest.IndexOf((byte)';');
                ReadOnlySpan<byte> pair = (end < 0 ? rest : rest[..end]).Trim(" \t"u8);
                if (pair.Length > name.Length && pair[name.Length] == '=' && System.Text.Ascii.EqualsIgnoreCase(pair[..name.Length], name))
                {
                    line.WriteValue(pair[(name.Length + 1)..], escape);
                    return;
                }

                rest = end < 0 ? default : rest[(end + 1)..];
            }
        }

        WriteAbsent(line, escape);
    }

    /// <summary>Lower case, without the port and a dot at its end; the server's name where the client gives none.</summary>
    private static void WriteHost(LogLine line, ReadOnlySpan<byte> host, ReadOnlySpan<byte> serverName, LogEscape escape)
    {
        int colon = host.LastIndexOf((byte)':');
        host = colon >= 0 && host.LastIndexOf((byte)']') < colon ? host[..colon] : host;
        host = host.IsEmpty ? serverName : host.EndsWith("."u8) ? host[..^1] : host;
        Span<byte> lower = stackalloc byte[256];
        if (System.Text.Ascii.ToLower(host, lower, out int written) == System.Buffers.OperationStatus.Done)
        {
            line.WriteValue(lower[..written], escape);
        }
        else
        {
            line.WriteValue(host, escape);
        }
    }

    private static void WriteDecoded(LogLine line, ReadOnlySpan<byte> path, LogEscape escape)
    {
        Span<byte> octet = stackalloc byte[1];
        while (!path.IsEmpty)
        {
            int percent = path.IndexOf((byte)'%');
            line.WriteValue(percent < 0 ? path : path[..percent], escape);
            if (percent < 0)
            {
                return;
            }

            path = path[percent..];
            bool valid = path.Length > 2 && Utf8Parser.TryParse(path.Slice(1, 2), out octet[0], out int used, 'x') && used == 2;
            line.WriteValue(valid ? octet : path[..1], escape);
            path = path[(valid ? 3 : 1)..];
        }
    }

    /// <summary>The user's name of Basic authentication (RFC 7617), never the password.</summary>
    private static void WriteUser(LogLine line, RequestHead head, ReadOnlySpan<byte> bytes, LogEscape escape)
    {
        if (head.Fields.TryGetValue(FieldName.Authorization, bytes, out ReadOnlySpan<byte> value))
        {
            WriteUser(line, value, escape);
        }
        else
        {
            WriteAbsent(line, escape);
        }
    }

    // Apart, so that requests without the field clear no room for it.
    private static void WriteUser(LogLine line, ReadOnlySpan<byte> value, LogEscape escape)
    {
        Span<byte> decoded = stackalloc byte[MaxUser];
        if (value.Length > 6 && System.Text.Ascii.EqualsIgnoreCase(value[..6], "Basic "u8)
            && value.Length - 6 <= MaxUser
            && Base64.DecodeFromUtf8(value[6..], decoded, out _, out int written) == System.Buffers.OperationStatus.Done
            && decoded[..written].IndexOf((byte)':') is > 0 and var colon)
        {
            line.WriteValue(decoded[..colon], escape);
        }
        else
        {
            WriteAbsent(line, escape);
        }
    }
}
