using System.Text;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>Variables that show what came of an exchange.</summary>
internal static class LogEnd
{
    private static readonly byte[] s_host = Encoding.UTF8.GetBytes(Environment.MachineName);

    public static void Write(LogLine line, LogVariable variable, in LogFacts facts, AccessLogFormat format, LogClock clock)
    {
        switch (variable)
        {
            case LogVariable.RemoteAddress when facts.Remote is { } remote:
                line.Write(remote.Address);
                break;
            case LogVariable.RemotePort when facts.Remote is { } remote:
                line.Write((long)remote.Port);
                break;
            case LogVariable.TimeLocal:
                line.Write(clock.Local);
                break;
            case LogVariable.TimeIso8601:
                line.Write(clock.Iso8601);
                break;
            case LogVariable.Milliseconds:
                line.WriteFixed(clock.Milliseconds / 1000, (uint)(clock.Milliseconds % 1000), 3);
                break;
            case LogVariable.Status:
                line.Write((long)facts.Status);
                break;
            case LogVariable.BodyBytesSent:
                line.Write(facts.BodyBytesSent);
                break;
            case LogVariable.BytesSent:
                line.Write(facts.BytesSent);
                break;
            case LogVariable.RequestLength:
                line.Write(facts.RequestLength);
                break;
            case LogVariable.RequestCompletion:
                line.Write(facts.IsComplete ? "OK"u8 : default);
                break;
            case LogVariable.Connection:
                line.Write(facts.Connection);
                break;
            case LogVariable.ConnectionRequests:
                line.Write(facts.ConnectionRequests);
                break;
            case LogVariable.Pid:
                line.Write((long)Environment.ProcessId);
                break;
            case LogVariable.Hostname:
                line.Write(s_host);
                break;
            case LogVariable.Route:
                WriteText(line, facts.Route, format.Escape);
                break;
            case LogVariable.Upstream:
                WriteText(line, facts.Upstream, format.Escape);
                break;
            case LogVariable.ProxyError:
                WriteText(line, facts.ProxyError, format.Escape);
                break;
            case LogVariable.UpstreamStatus when facts.UpstreamStatus > 0:
                line.Write((long)facts.UpstreamStatus);
                break;
            case LogVariable.UpstreamReused when facts.Upstreams >= 0:
                line.Write(facts.UpstreamReused ? "1"u8 : "0"u8);
                break;
            default:
                if (!LogPlaces.TryWrite(line, variable, facts, format))
                {
                    WriteTime(line, variable, facts, format);
                }

                break;
        }
    }

    /// <summary>A field of an answer that the proxy made itself.</summary>
    public static void WriteOwnField(LogLine line, ReadOnlySpan<byte> name, in LogFacts facts, LogEscape escape)
    {
        if (facts.ProxyError is { } error && LogSecrets.Is(name, "x-proxy-error"u8))
        {
            WriteText(line, error, escape);
        }
        else if (facts.ProxyError is not null && LogSecrets.Is(name, "content-type"u8))
        {
            line.Write("application/xml"u8);
        }
        else
        {
            LogRequest.WriteAbsent(line, escape);
        }
    }

    private static void WriteTime(LogLine line, LogVariable variable, in LogFacts facts, AccessLogFormat format)
    {
        // nginx counts the stages of the upstream from when it turns to it.
        double connect = facts.Upstreams >= 0 ? Math.Max(facts.Connect, 0) : -1;
        switch (variable)
        {
            case LogVariable.RequestTime:
                WriteSeconds(line, facts.Total, isShort: true, format);
                break;
            case LogVariable.UpstreamConnectTime:
                WriteSeconds(line, connect, isShort: true, format);
                break;
            case LogVariable.UpstreamHeaderTime:
                WriteSeconds(line, facts.FirstByte >= 0 ? connect + facts.FirstByte : -1, isShort: true, format);
                break;
            case LogVariable.UpstreamResponseTime:
                WriteSeconds(line, facts.Upstreams, isShort: true, format);
                break;
            case LogVariable.QueueTime:
                WriteSeconds(line, facts.Queue, isShort: false, format);
                break;
            case LogVariable.ConnectTime:
                WriteSeconds(line, facts.Connect, isShort: false, format);
                break;
            case LogVariable.SignTime:
                WriteSeconds(line, facts.Sign, isShort: false, format);
                break;
            case LogVariable.FirstByteTime:
                WriteSeconds(line, facts.FirstByte, isShort: false, format);
                break;
            case LogVariable.TotalTime:
                WriteSeconds(line, facts.Total, isShort: false, format);
                break;
            default:
                line.Write(format.Absent);
                break;
        }
    }

    private static void WriteSeconds(LogLine line, double seconds, bool isShort, AccessLogFormat format)
    {
        if (seconds < 0)
        {
            line.Write(format.Absent);
        }
        else if (isShort)
        {
            line.WriteMilliseconds(seconds);
        }
        else
        {
            line.WriteMicroseconds(seconds);
        }
    }

    private static void WriteText(LogLine line, string? text, LogEscape escape)
    {
        if (text is null)
        {
            LogRequest.WriteAbsent(line, escape);
            return;
        }

        line.WriteText(text, escape);
    }
}
