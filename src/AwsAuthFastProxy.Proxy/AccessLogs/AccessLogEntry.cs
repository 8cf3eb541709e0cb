using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>
/// The log line of one exchange: what shows the heads is written while they are there, the rest when all is known. Reused; allocates only
/// to grow. Loop only.
/// </summary>
internal sealed class AccessLogEntry
{
    private readonly LogLine _captured = new();
    private int[] _ends = new int[16];
    private int _count;
    private AccessLogTarget? _target;
    private AccessLogRing? _ring;
    private bool _hasResponse;

    /// <summary>Whether there is a line to write.</summary>
    public bool IsOpen => _target is not null;

    public bool ShowsLocalEnd => _target!.Format.ShowsLocalEnd;

    public bool ShowsTls => _target!.Format.ShowsTls;

    public bool ShowsId => _target!.Format.ShowsId;

    /// <summary>Begins the line with what it shows of the request.</summary>
    /// <param name="target">The log.</param>
    /// <param name="ring">The way to it.</param>
    /// <param name="head">The request's head, or null where none was well-formed.</param>
    /// <param name="bytes">Its bytes; or what came instead.</param>
    /// <param name="rewritten">What was made of it.</param>
    public void Begin(AccessLogTarget target, AccessLogRing ring, RequestHead? head, ReadOnlySpan<byte> bytes, scoped in LogRewritten rewritten)
    {
        (_target, _ring, _hasResponse) = (target, ring, false);
        _captured.Clear();
        _count = 0;
        if (_ends.Length < target.Format.CapturedParts)
        {
            _ends = new int[target.Format.CapturedParts];
        }

        foreach (ref readonly LogPart part in target.Format.Parts.AsSpan())
        {
            if (part.Phase == LogPhase.Request)
            {
                LogRequest.Write(_captured, part, head, bytes, rewritten, target.Format.Escape);
                _ends[_count++] = _captured.Length;
            }
        }
    }

    /// <summary>Goes on with what it shows of the response.</summary>
    public void Respond(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        if (_target is not { } target || _hasResponse)
        {
            return;
        }

        _hasResponse = true;
        foreach (ref readonly LogPart part in target.Format.Parts.AsSpan())
        {
            if (part.Phase == LogPhase.Response)
            {
                LogRequest.WriteField(_captured, part.Text, fields, bytes, target.Format.Escape);
                _ends[_count++] = _captured.Length;
            }
        }
    }

    /// <summary>Ends the line and sends it on its way.</summary>
    /// <param name="facts">What is known now.</param>
    /// <param name="line">Room for the line.</param>
    /// <param name="clock">Its time.</param>
    public void End(in LogFacts facts, LogLine line, LogClock clock)
    {
        AccessLogFormat format = _target!.Format;
        line.Clear();
        int requests = 0;
        int responses = _hasResponse ? _count - ResponsesOf(format) : -1;
        foreach (ref readonly LogPart part in format.Parts.AsSpan())
        {
            switch (part.Phase)
            {
                case LogPhase.Literal:
                    line.Write(part.Text);
                    break;
                case LogPhase.Request:
                    line.Write(Captured(requests++));
                    break;
                case LogPhase.Response when responses >= 0:
                    line.Write(Captured(responses++));
                    break;
                case LogPhase.Response:
                    LogEnd.WriteOwnField(line, part.Text, facts, format.Escape);
                    break;
                default:
                    LogEnd.Write(line, part.Variable, facts, format, clock);
                    break;
            }
        }

        line.Write("\n"u8);
        if (line.Overflowed || _captured.Overflowed)
        {
            _ring!.Drop();
        }
        else
        {
            _ring!.Write(line.Written);
        }

        Forget();
    }

    /// <summary>There will be no line.</summary>
    public void Forget()
    {
        _target = null;
        _ring = null;
    }

    private static int ResponsesOf(AccessLogFormat format)
    {
        int count = 0;
        foreach (ref readonly LogPart part in format.Parts.AsSpan())
        {
            count += part.Phase == LogPhase.Response ? 1 : 0;
        }

        return count;
    }

    private ReadOnlySpan<byte> Captured(int index) => _captured.Written[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];
}
