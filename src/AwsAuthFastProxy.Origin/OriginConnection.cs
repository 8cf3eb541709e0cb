namespace AwsAuthFastProxy.Origin;

/// <summary>The exchanges of one connection, one after the other: read the head, verify, read the content, verify, answer.</summary>
internal sealed class OriginConnection(
    long number, Stream stream, OriginOptions options, SignatureVerifier verifier, S3Operations operations)
{
    private readonly HttpRequestReader _reader = new(stream);
    private readonly ResponseWriter _writer = new(stream, options.Clock);

    public required Action<OriginRequest> Received { get; init; }

    public required Action<string> Refused { get; init; }

    /// <exception cref="IOException">The peer is gone.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        bool open = true;
        while (open)
        {
            try
            {
                open = await _reader.ReadHeadAsync(cancellation) is { } head && await ExchangeAsync(head, cancellation);
            }
            catch (HttpRefusedException refusal)
            {
                Refused(refusal.Message);
                string code = refusal.Status == 501 ? "NotImplemented" : refusal.Status == 431 ? "RequestHeaderSectionTooLarge" : "BadRequest";
                await AnswerErrorAsync(new S3Error(refusal.Status, code, refusal.Message), cancellation);
                open = false;
            }
        }
    }

    /// <summary>Whether the connection may carry another exchange.</summary>
    private async Task<bool> ExchangeAsync(RequestHead head, CancellationToken cancellation)
    {
        var exchange = new OriginExchange(head, options, verifier, operations);
        exchange.CheckHead();

        // A client that waits for 100 (Continue) gets the refusal instead; its content may never come, so the connection ends.
        // So it does when the content is of a size or in a coding that is not going to be read.
        bool leaveContent = head.HasContent && exchange.Error is not null
            && (head.ExpectsContinue || head.IsChunked || head.ContentLength > options.MaxContentBytes);
        RequestContent content = RequestContent.Empty;
        if (!leaveContent)
        {
            if (head.ExpectsContinue)
            {
                await _writer.WriteContinueAsync(cancellation);
            }

            // aws-chunked framing comes on top of the object's size.
            int limit = (int)Math.Min(options.MaxContentBytes * 9L / 8, Array.MaxLength);
            content = await _reader.ReadContentAsync(head, limit, cancellation);
            exchange.CheckContent(content.Octets);
        }

        Received(new OriginRequest(
            number, head.Method, head.Target, head.Headers, content.Octets, exchange.Verdict, head.MinorVersion));
        var identity = RequestIdentity.Create();
        Response response = exchange.Answer(identity);
        bool close = leaveContent || head.IsLast;
        await _writer.WriteAsync(response, identity, withoutContent: head.Method == "HEAD", close, cancellation);
        return !close;
    }

    private async Task AnswerErrorAsync(S3Error error, CancellationToken cancellation)
    {
        var identity = RequestIdentity.Create();
        await _writer.WriteAsync(Response.Xml(error.Status, XmlAnswer.Error(error, identity)), identity, withoutContent: false, close: true, cancellation);
    }
}
