using System.Net;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>Variables that show between whom an exchange was, and over what.</summary>
internal static class LogPlaces
{
    /// <summary>Writes a variable; false when it is another kind of variable.</summary>
    public static bool TryWrite(LogLine line, LogVariable variable, in LogFacts facts, AccessLogFormat format)
    {
        switch (variable)
        {
            case LogVariable.Scheme:
                line.Write(facts.IsTls ? "https"u8 : "http"u8);
                return true;
            case LogVariable.Https:
                WriteText(line, facts.IsTls ? "on"u8 : default, format);
                return true;
            case LogVariable.ServerName:
                WriteText(line, facts.ServerName, format);
                return true;
            case LogVariable.ServerAddress when facts.Local is { } local:
                line.Write(local.Address);
                return true;
            case LogVariable.ServerPort when facts.Local is { } local:
                line.Write((long)local.Port);
                return true;
            case LogVariable.TlsProtocol:
                WriteText(line, facts.TlsProtocol, format);
                return true;
            case LogVariable.TlsCipher:
                WriteText(line, facts.TlsCipher, format);
                return true;
            case LogVariable.RequestId:
                WriteText(line, facts.RequestId, format);
                return true;
            case LogVariable.ProxyHost:
                WriteText(line, facts.ProxyHost, format);
                return true;
            case LogVariable.ProxyPort when facts.ProxyPort > 0:
                line.Write((long)facts.ProxyPort);
                return true;
            case LogVariable.UpstreamAddress when facts.UpstreamAddress is { } upstream:
                WriteAddress(line, upstream);
                return true;
            case LogVariable.UpstreamBytesSent when facts.UpstreamAddress is not null:
                line.Write(facts.UpstreamBytesSent);
                return true;
            case LogVariable.UpstreamBytesReceived when facts.UpstreamAddress is not null:
                line.Write(facts.UpstreamBytesReceived);
                return true;
            case LogVariable.ServerAddress or LogVariable.ServerPort or LogVariable.ProxyPort or LogVariable.UpstreamAddress
                or LogVariable.UpstreamBytesSent or LogVariable.UpstreamBytesReceived:
                line.Write(format.Absent);
                return true;
            default:
                return false;
        }
    }

    private static void WriteAddress(LogLine line, IPEndPoint endPoint)
    {
        bool isSix = endPoint.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        line.Write(isSix ? "["u8 : default);
        line.Write(endPoint.Address);
        line.Write(isSix ? "]:"u8 : ":"u8);
        line.Write((long)endPoint.Port);
    }

    private static void WriteText(LogLine line, ReadOnlySpan<byte> text, AccessLogFormat format)
    {
        if (text.IsEmpty)
        {
            LogRequest.WriteAbsent(line, format.Escape);
        }
        else
        {
            line.WriteValue(text, format.Escape);
        }
    }
}
