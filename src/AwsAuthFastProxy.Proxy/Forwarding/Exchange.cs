using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// One request and its response, from the first byte of the one to the last of the other. Rented from its loop's pool for that time.
/// The steps carry the numbers of docs/architecture.md.
/// </summary>
internal sealed partial class Exchange
{
    private readonly Shard _shard;
    private readonly Snapshot _initial;
    private readonly RequestHead _request;
    private readonly ResponseHead _response;
    private readonly BodyRelay _upload;
    private readonly BodyRelay _download;
    private readonly DeadlinedConnections _heads;
    private readonly Action _clientHungUp;
    private readonly ExchangeRecord _record;
    private readonly RequestValues _values;

    private Snapshot _snapshot;
    private Connection _client = null!;
    private Composition _composition;
    private BodyFraming _framing;
    private RequestMethod _method;
    private int _clientMinorVersion;
    private ClientAddress _peer;
    private ClientAddress _address;
    private bool _isLast;
    private bool _clientPersists;
    private bool _clientGone;
    private UpstreamConnection? _upstream;

    public Exchange(Shard shard)
    {
        _shard = shard;
        _initial = _snapshot = shard.Snapshot;
        _request = new RequestHead(_initial.HeadLimits.FieldCount);
        _response = new ResponseHead(_initial.HeadLimits.FieldCount);
        _upload = new BodyRelay(shard.Loop);
        _download = new BodyRelay(shard.Loop);
        _heads = new DeadlinedConnections(shard.Loop);
        _clientHungUp = OnClientHungUp;
        _record = new ExchangeRecord(shard);
        _values = new RequestValues { Clock = shard.LocalClock };
    }

    /// <summary>What is noted of it.</summary>
    public ExchangeRecord Record => _record;

    /// <summary>What variables show of it.</summary>
    public RequestValues Values => _values;

    /// <summary>Whether its tables are of the size that <paramref name="snapshot"/> asks for.</summary>
    public bool Fits(Snapshot snapshot) => snapshot.HeadLimits.FieldCount == _initial.HeadLimits.FieldCount;

    /// <summary>Serves the request whose first bytes lie in <paramref name="client"/>'s input. Whatever comes of it, <see cref="End"/> follows.</summary>
    /// <param name="client">Its connection.</param>
    /// <param name="address">Who it is.</param>
    /// <param name="isLast">No further request is taken on the connection.</param>
    public ValueTask<ExchangeEnd> RunAsync(Connection client, ClientAddress address, bool isLast)
    {
        Begin(client);
        _record.Client = _address = _peer = address;
        _isLast = isLast;
        ValueTask<RejectReason> head = ReadRequestHeadAsync(); // 2 parse
        return head.IsCompletedSuccessfully ? ServeAsync(head.Result) : ServeAsync(head);
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> ServeAsync(ValueTask<RejectReason> head) => await ServeAsync(await head);

    // Waits for nothing itself, so that a request of one piece has no state machine here.
    private ValueTask<ExchangeEnd> ServeAsync(RejectReason reason)
    {
        if (_clientGone)
        {
            return new ValueTask<ExchangeEnd>(ExchangeEnd.Close);
        }

        if (reason == RejectReason.None)
        {
            _shard.Counters.Requests++;
            _record.HeadRead(_request);
            reason = Frame(); // 3 frame
        }

        if (reason != RejectReason.None)
        {
            return RefuseAsync(ErrorAnswers.Of(reason), mayKeep: false);
        }

        if (IsForTheProxy())
        {
            return AnswerOptionsAsync();
        }

        Compose(); // 4 route, 5 sign
        return _composition.Pending is not null || _composition.Payload.IsReadFirst ? ServeAfterWaitAsync() : ServeComposedAsync();
    }

    /// <summary>What keeps a request from being composed at once: a password to be checked, a body to be read first.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> ServeAfterWaitAsync()
    {
        if (_composition.Pending is not null)
        {
            await ComposeAfterCheckAsync();
        }

        return !_clientGone && _composition.Payload.IsReadFirst && await CollectAsync() is { } unread
            ? await RefuseAsync(unread, mayKeep: false)
            : await ServeComposedAsync();
    }

    private ValueTask<ExchangeEnd> ServeComposedAsync() =>
        _clientGone ? new ValueTask<ExchangeEnd>(ExchangeEnd.Close)
        : _composition.Error is { } error ? RefuseAsync(error, mayKeep: !_framing.HasBody)
        : !_composition.Answer.IsNone ? AnswerAsConfiguredAsync()
        : SendsClientAway() ? AnswerPresignedAsync()
        : ForwardAsync(); // 6 to 9

    /// <summary>Ends it: what it waits for ends at once, and nobody is answered.</summary>
    public void Abort() => OnClientHungUp();

    private void Begin(Connection client)
    {
        _snapshot = _shard.Snapshot;
        _client = client;
        _record.Begin(client);
        client.Input.WindowLimit = _snapshot.HeadLimits.HeadBytes;
        _clientGone = false;
        _clientPersists = false;
        _uploadStarted = _answerBegun = false;
        _failure = null;
        _signAgainFor = null;
        _signedAnew = false;
        _failureDetail = "";
        _attempts = 0;
        _clientMinorVersion = 1;
        _method = RequestMethod.Other;
        _composition = default;
        _framing = default;
    }

    /// <summary>Gives back what it holds; it is counted and logged.</summary>
    public void End()
    {
        _record.End(complete: !_clientGone);
        if (_composition.Block is { } block)
        {
            _shard.Loop.Buffers.Return(block);
        }

        _composition.ReturnSigner();
        ForgetBody();
        if (_upstream is { } upstream)
        {
            // An exchange that failed against its design still gives its connection up.
            upstream.Pool.Release(upstream, clean: false);
        }

        _composition = default;
        _values.Reset();
        _client.HangUp = null;
        _client.Input.BlockSize = BufferPool.SmallSize;
        _client = null!;
        _upstream = null;
        _heads.Release();
        _upload.Reset();
        _transform?.Reset();
        _download.Reset();
    }

    /// <summary>2 parse: until the head is whole, refused, or the client has left.</summary>
    private ValueTask<RejectReason> ReadRequestHeadAsync()
    {
        HeadParse parse = HeadParser.ParseRequest(_client.Input.Unread, 0, _request, _snapshot.HeadLimits);
        return parse.Status == HeadStatus.Incomplete ? ReadRequestHeadAsync(parse.Examined) : new ValueTask<RejectReason>(HeadDone(parse));
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RejectReason> ReadRequestHeadAsync(int examined)
    {
        ConnectionReader input = _client.Input;
        long due = _shard.Loop.Now + _snapshot.ClientHeader;
        while (true)
        {
            ValueTask<IoStatus> fill = input.FillAsync();
            _heads.Use(input, null);
            IoStatus status = fill.IsCompleted ? await fill : await _heads.ReadAsync(fill, due);
            switch (status)
            {
                case IoStatus.Ok:
                    HeadParse parse = HeadParser.ParseRequest(input.Unread, examined, _request, _snapshot.HeadLimits);
                    if (parse.Status != HeadStatus.Incomplete)
                    {
                        return HeadDone(parse);
                    }

                    examined = parse.Examined;
                    break;
                case IoStatus.TimedOut:
                    return RejectReason.RequestTimeout;
                case IoStatus.WindowFull:
                    return RejectReason.HeadTooLarge;
                default:
                    _clientGone = true;
                    return RejectReason.None;
            }
        }
    }

    private RejectReason HeadDone(in HeadParse parse)
    {
        // From here to the rented connection nothing waits: routes, signers and pools are of one snapshot.
        _snapshot = _shard.Snapshot;
        return parse.Status == HeadStatus.Complete ? RejectReason.None : parse.Reason;
    }

    /// <summary>4 route and 5 sign; the request's head is then done with.</summary>
    private void Compose()
    {
        if (!_framing.HasBody && _clientMinorVersion > 0 && _request.Fields.Has(FieldName.Expect))
        {
            // Nothing will come, so nobody is asked. But botocore, which expects 100 for an empty object too, misreads its connection's
            // next response where a final one came instead. Goes out with whatever the answer is.
            ReadOnlySpan<byte> answer = "HTTP/1.1 100 Continue\r\n\r\n"u8;
            answer.CopyTo(_client.Output.GetSpan(answer.Length));
            _client.Output.Advance(answer.Length);
        }

        Compose(again: false);
    }

    private void Compose(bool again)
    {
        _composition = _shard.Composer.Compose(_snapshot, _request, _client.Input.Unread, _framing, _address, again, values: Known());
        if (_composition.Pending is null)
        {
            _record.Composed(_composition.Route, _request, _client.Input.Unread);
        }

        if (_composition.Block is null)
        {
            return;
        }

        CountSigned();
        _client.Input.Consume(_request.Length);
    }

    private RequestValues Known()
    {
        (_values.Client, _values.Peer, _values.Connection) = (_address, _peer, _client);
        _record.Values = _values;
        return _values;
    }

    private void CountSigned()
    {
        if (_composition is { Error: null, Route.Sign: true })
        {
            _shard.Counters.Signed++;
        }
    }

    /// <summary>The client is gone while the upstream works for it: that work is for nobody.</summary>
    private void OnClientHungUp()
    {
        _clientGone = true;
        _waiter?.GiveUp("the client left");
        _pause?.End();
        _upstream?.Connection.Close();
    }
}
