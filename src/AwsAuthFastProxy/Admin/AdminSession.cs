using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Admin;

/// <summary>
/// One connection to the admin listener: GET and HEAD, request after request. Head, time and number of requests are bounded; a request
/// with a body is the last.
/// </summary>
internal sealed class AdminSession
{
    private const int MaxRequests = 1000;
    private const long HeadMilliseconds = 5_000;
    private const long IdleMilliseconds = 120_000;
    private const long SendMilliseconds = 10_000;
    private const long LingerMilliseconds = 1_000;
    private const int LingerBytes = 64 * 1024;
    private const int HeadRoom = 512;

    private static readonly HeadLimits s_limits = new(headBytes: 8 * 1024, fieldCount: 64, targetBytes: 1024);

    private readonly Connection _client;
    private readonly AdminPages _pages;
    private readonly Deadline _deadline;
    private readonly RequestHead _request = new(s_limits.FieldCount);
    private bool _sending;

    public AdminSession(Connection client, AdminPages pages)
    {
        _client = client;
        _pages = pages;
        _client.Input.WindowLimit = s_limits.HeadBytes;
        _deadline = new Deadline(client.Loop.Timers, OnDue);
    }

    /// <summary>The next answer is the last.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Ends it, whatever it is at.</summary>
    public void Close()
    {
        _deadline.Remove();
        _client.Close();
    }

    /// <summary>Serves to the end.</summary>
    public async Task RunAsync()
    {
        for (int i = 0; i < MaxRequests; i++)
        {
            if (_client.Input.UnreadLength == 0 && await FillAsync(IdleMilliseconds) != IoStatus.Ok)
            {
                return;
            }

            RejectReason reason = await ReadHeadAsync();
            if (_client.IsClosed)
            {
                return;
            }

            if (!await AnswerAsync(reason, isLast: IsEnding || i == MaxRequests - 1))
            {
                await LingerAsync();
                return;
            }
        }
    }

    private async Task<RejectReason> ReadHeadAsync()
    {
        long due = _client.Loop.Now + HeadMilliseconds;
        int examined = 0;
        while (true)
        {
            HeadParse parse = HeadParser.ParseRequest(_client.Input.Unread, examined, _request, s_limits);
            if (parse.Status != HeadStatus.Incomplete)
            {
                return parse.Status == HeadStatus.Complete ? RejectReason.None : parse.Reason;
            }

            examined = parse.Examined;
            switch (await FillAsync(due - _client.Loop.Now))
            {
                case IoStatus.Ok:
                    break;
                case IoStatus.TimedOut:
                    return RejectReason.RequestTimeout;
                case IoStatus.WindowFull:
                    return RejectReason.HeadTooLarge;
                default:
                    _client.Close();
                    return RejectReason.None;
            }
        }
    }

    /// <summary>Answers; false when the connection cannot carry another request.</summary>
    private async Task<bool> AnswerAsync(RejectReason reason, bool isLast)
    {
        bool keep = !isLast;
        AdminAnswer answer = reason == RejectReason.None ? Find(ref keep) : Refuse(reason, ref keep);
        Write(answer, isHead: reason == RejectReason.None && _request.Method == RequestMethod.Head, keep);
        if (keep)
        {
            _client.Input.Consume(_request.Length);
        }

        _sending = true;
        _deadline.Set(_client.Loop.Now + SendMilliseconds);
        IoStatus sent = await _client.Output.SendAsync(default);
        _deadline.Cancel();
        _sending = false;
        return keep && sent == IoStatus.Ok;
    }

    private AdminAnswer Find(ref bool keep)
    {
        ReadOnlySpan<byte> bytes = _client.Input.Unread;
        BodyFraming framing = MessageFraming.OfRequest(_request, bytes);
        if (framing.Reject != RejectReason.None)
        {
            return Refuse(framing.Reject, ref keep);
        }

        ConnectionOptions options = HopByHop.MarkRequest(_request, bytes);
        keep &= !framing.HasBody && options.IsPersistent && options.Reject == RejectReason.None;
        return _request.Method is RequestMethod.Get or RequestMethod.Head
            ? _pages.Find(_request.Path.Of(bytes)) ?? AdminPages.Error(404, "not found; there are /livez, /readyz, /metrics and /config")
            : AdminPages.Error(405, "GET and HEAD only");
    }

    private static AdminAnswer Refuse(RejectReason reason, ref bool keep)
    {
        keep = false;
        return AdminPages.Error(RejectReasons.Status(reason), RejectReasons.Describe(reason).Message);
    }

    private void Write(AdminAnswer answer, bool isHead, bool keep)
    {
        var writer = new HeadWriter(_client.Output.GetSpan(HeadRoom + answer.Body.Length));
        writer.WriteStatusLine(answer.Status);
        writer.WriteField("Content-Type"u8, Encoding.ASCII.GetBytes(answer.ContentType));
        writer.WriteField("Content-Length"u8, answer.Body.Length);
        writer.Write("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"u8);
        if (answer.Status == 405)
        {
            writer.WriteField("Allow"u8, "GET, HEAD"u8);
        }

        if (!keep)
        {
            writer.WriteField("Connection"u8, "close"u8);
        }

        writer.EndHead();
        if (!isHead)
        {
            writer.Write(answer.Body);
        }

        _client.Output.Advance(writer.Length);
    }

    private async Task<IoStatus> FillAsync(long milliseconds)
    {
        ValueTask<IoStatus> fill = _client.Input.FillAsync();
        _deadline.Set(_client.Loop.Now + Math.Max(milliseconds, 1));
        IoStatus status = await fill;
        _deadline.Cancel();
        return status;
    }

    /// <summary>RFC 9112 §9.6: what the client still sends must not reset the connection under the answer.</summary>
    private async Task LingerAsync()
    {
        _client.ShutdownSend();
        int taken = _client.Input.UnreadLength;
        _client.Input.Drop();
        while (taken < LingerBytes && await FillAsync(LingerMilliseconds) == IoStatus.Ok)
        {
            taken += _client.Input.UnreadLength;
            _client.Input.Drop();
        }
    }

    private void OnDue()
    {
        if (_sending)
        {
            _client.Output.Interrupt(IoStatus.TimedOut);
        }
        else
        {
            _client.Input.EndFill(IoStatus.TimedOut);
        }
    }
}
