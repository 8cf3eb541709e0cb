using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>Sends one request without a body and reads the answer whole, within the configured times. Once per connection.</summary>
internal sealed class ProbeExchange(Loop loop, Snapshot snapshot)
{
    private const int MaxAnswer = 256 * 1024;

    private readonly DeadlinedConnections _deadlines = new(loop);

    public async ValueTask<ProbeResponse> RunAsync(Connection connection, ReadOnlyMemory<byte> request, RequestMethod method)
    {
        ConnectionReader input = connection.Input;
        input.WindowLimit = MaxAnswer;
        _deadlines.Use(input, connection.Output);
        IoStatus sent = await _deadlines.WriteAsync(connection.Output.SendAsync(request), loop.Now + snapshot.Body);
        if (sent != IoStatus.Ok)
        {
            return ProbeResponse.None(Describe(sent, connection, "while the request was sent"));
        }

        var head = new ResponseHead(snapshot.HeadLimits.FieldCount);
        while (true)
        {
            HeadParse parse = HeadParser.ParseResponse(input.Unread, 0, head, snapshot.HeadLimits);
            if (parse.Status == HeadStatus.Rejected)
            {
                return ProbeResponse.None($"the answer is not valid HTTP ({RejectReasons.Name(parse.Reason)})");
            }

            if (parse.Status == HeadStatus.Complete && !head.IsInterim)
            {
                return await ReadBodyAsync(input, head, method);
            }

            if (parse.Status == HeadStatus.Complete)
            {
                input.Consume(head.Length);
                continue;
            }

            IoStatus filled = await _deadlines.ReadAsync(input.FillAsync(), loop.Now + snapshot.UpstreamFirstByte);
            if (filled != IoStatus.Ok)
            {
                return ProbeResponse.None(Describe(filled, connection, "before an answer came"));
            }
        }
    }

    /// <summary>As much of the body as comes: what is missing at its end is missing in an explanation only.</summary>
    private async ValueTask<ProbeResponse> ReadBodyAsync(ConnectionReader input, ResponseHead head, RequestMethod method)
    {
        BodyFraming framing = MessageFraming.OfResponse(head, input.Unread, method);
        while (!IsWhole(framing, input.Unread[head.Length..]) && await _deadlines.ReadAsync(input.FillAsync(), loop.Now + snapshot.Body) == IoStatus.Ok)
        {
        }

        ReadOnlySpan<byte> body = input.Unread[head.Length..];
        return ProbeResponse.Of(head, input.Unread, framing.Kind == BodyKind.Chunked ? Decode(body, out _) : body.ToArray());
    }

    private static bool IsWhole(in BodyFraming framing, ReadOnlySpan<byte> body)
    {
        if (framing.Kind != BodyKind.Chunked)
        {
            return !framing.HasBody || (framing.Kind == BodyKind.Length && body.Length >= framing.Length);
        }

        Decode(body, out bool whole);
        return whole;
    }

    private static byte[] Decode(ReadOnlySpan<byte> body, out bool whole)
    {
        var content = new List<byte>(body.Length);
        ChunkedDecoder decoder = default;
        ChunkStep step;
        do
        {
            step = decoder.Read(body);
            content.AddRange(body.Slice(step.DataOffset, step.DataLength));
            body = body[step.Consumed..];
        }
        while (step.Status == ChunkStatus.Data);
        whole = step.Status != ChunkStatus.NeedMore;
        return [.. content];
    }

    private static string Describe(IoStatus status, Connection connection, string when) => status switch
    {
        IoStatus.TimedOut => $"the time was up {when}",
        IoStatus.EndOfStream => $"the server closed the connection {when}",
        IoStatus.Reset => $"the server reset the connection {when}",
        _ => $"{connection.Error ?? status.ToString()} {when}",
    };
}
