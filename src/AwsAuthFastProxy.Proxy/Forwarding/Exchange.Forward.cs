using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Steps 6 to 9: rent, forward, relay, release.</summary>
internal sealed partial class Exchange
{
    private const long Unlimited = long.MaxValue;

    private long _responseDue;
    private bool _responseBegun;
    private bool _finalBegun;
    private bool _answerBegun;
    private ProxyError? _failure;
    private string _failureDetail = "";

    /// <summary>One try, and a second on a fresh connection where that is safe.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> ForwardAsync()
    {
        _client.HangUp = _clientHungUp;
        UpstreamPool pool = _shard.PoolOf(_composition.Upstream!);
        for (UpstreamConnection? failed = null; ;)
        {
            RentResult rent = await pool.RentAsync(failed, out _waiter, _composition.Route!.Connect); // 6 rent upstream
            _waiter = null;
            if (_clientGone || _client.HungUp)
            {
                if (rent.Connection is not null)
                {
                    pool.Release(rent.Connection, clean: true);
                }

                return ExchangeEnd.Close;
            }

            if (rent.Connection is null)
            {
                return await FailAsync(rent.Error, rent.Detail);
            }

            _upstream = rent.Connection;
            _record.Rented(rent.Connection);
            BeginAttempt(pool);
            bool clean = await TryAsync(rent.Connection) && !rent.Connection.Connection.IsClosed;
            _record.Tried(rent.Connection);
            bool retry = _slowedDown || (!clean && failed is null && MayRetry(rent.Connection));
            _upstream = null;
            Judge(rent.Connection);
            pool.Release(rent.Connection, clean); // 9 release by verdict
            if (_signAgainFor is { } better)
            {
                _signAgainFor = null;
                if (!TrySignAgain(better))
                {
                    return await FailAsync(ProxyError.SignedAnew, "signed anew in vain");
                }

                pool = _shard.PoolOf(better);
                failed = null;
                continue;
            }

            if (!retry)
            {
                return await ConcludeAsync();
            }

            if (_slowedDown && !await PauseAsync())
            {
                return ExchangeEnd.Close;
            }

            failed = rent.Connection;
            _shard.Counters.Retries++;
            ProxyLog.Retried(_shard.Logger, _composition.Route!.Upstream.Model.Name, _failureDetail);
        }
    }

    /// <summary>Sends the request and relays the response. True when the connection, unless it is closed, is fit for another exchange.</summary>
    private ValueTask<bool> TryAsync(UpstreamConnection upstream)
    {
        _failure = null;
        _failureDetail = "";
        _responseBegun = _finalBegun = _answerBegun = _uploadStarted = _uploadDone = _uploadStopped = _clientBroke = false;
        Connection connection = upstream.Connection;
        connection.Input.BlockSize = BufferPool.LargeSize;
        connection.Input.WindowLimit = _snapshot.HeadLimits.HeadBytes;

        // 7 forward
        if (_framing.HasBody)
        {
            return UploadAndReceiveAsync(upstream);
        }

        _heads.Use(null, connection.Output);
        ValueTask<IoStatus> send = connection.Output.SendAsync(_composition.Head);
        if (!send.IsCompletedSuccessfully)
        {
            return SendAndReceiveAsync(send, upstream);
        }

        // A head leaves at once as a rule: no state machine of its own then, here or while the response is awaited.
        return IsSent(send.Result, connection) ? ReceiveAsync(upstream) : new ValueTask<bool>(false);
    }

    /// <summary>Waits until the head is gone, then relays the response.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendAndReceiveAsync(ValueTask<IoStatus> send, UpstreamConnection upstream) =>
        IsSent(await _heads.WriteAsync(send, _shard.Loop.Now + _composition.Route!.Body), upstream.Connection) && await ReceiveAsync(upstream);

    private bool IsSent(IoStatus status, Connection upstream)
    {
        _responseDue = _shard.Loop.Now + _composition.Route!.UpstreamFirstByte;
        return status == IoStatus.Ok || Fail(status, ProxyError.SendFailed, upstream);
    }

    /// <summary>The body is begun with the head and goes on beside the response.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> UploadAndReceiveAsync(UpstreamConnection upstream)
    {
        ConnectionWriter output = upstream.Connection.Output;
        _composition.Head.Span.CopyTo(output.GetSpan(_composition.Length));
        output.Advance(_composition.Length);
        _uploadStarted = true;
        _responseDue = Unlimited;
        _uploading.Begin(UploadAsync(upstream.Connection));
        bool clean = await ReceiveAsync(upstream); // 8 relay response
        return await FinishUploadAsync(upstream.Connection) && clean;
    }

    /// <summary>Reads the response's head, past informational ones, and relays the response. True when it ended cleanly.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveAsync(UpstreamConnection rented)
    {
        Connection upstream = rented.Connection;
        ConnectionReader input = upstream.Input;
        int examined = 0;
        for (int interim = 0; ;)
        {
            HeadParse parse = input.UnreadLength > 0
                ? HeadParser.ParseResponse(input.Unread, examined, _response, _snapshot.HeadLimits)
                : default;
            _finalBegun = input.UnreadLength > 0;
            _responseBegun |= _finalBegun;
            if (parse.Status == HeadStatus.Rejected)
            {
                return Fail(IoStatus.Ok, ProxyError.BadResponse, upstream, RejectReasons.Name(parse.Reason));
            }

            if (parse.Status == HeadStatus.Incomplete)
            {
                examined = parse.Examined;
                ValueTask<IoStatus> fill = input.FillAsync();
                _heads.BeginRead(input, _responseDue);
                IoStatus status = await fill;
                _heads.EndRead();
                if (status != IoStatus.Ok)
                {
                    return Fail(status, status == IoStatus.WindowFull ? ProxyError.BadResponse : ProxyError.NoResponse, upstream);
                }
            }
            else if (!_response.IsInterim)
            {
                ReviewClock(input.Unread);
                return MayBeRefusal() ? await JudgeRefusalAsync(upstream)
                    : IsSlowDownToRepeat(rented) ? Withhold(upstream)
                    : IsTooLargeToRelay(upstream) ? await RedirectAsync()
                    : await RelayResponseAsync(upstream);
            }
            else if (++interim > _snapshot.Model.Limits.InterimResponses)
            {
                return Fail(IoStatus.Ok, ProxyError.TooManyInterimResponses, upstream);
            }
            else if (!await RelayInterimAsync(upstream))
            {
                return false;
            }
            else
            {
                examined = 0;
            }
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> ConcludeAsync()
    {
        if (_answerBegun && !_clientGone)
        {
            // Also a client that said it would close may have sent more: bytes nobody read would make the close a reset.
            return _clientPersists ? ExchangeEnd.KeepOpen : ExchangeEnd.Linger;
        }

        return _clientGone || _answerBegun ? ExchangeEnd.Close
            : _clientBroke ? await ConcludeBadUploadAsync()
            : await FailAsync(_failure ?? ProxyError.NoResponse, _failureDetail);
    }

    private ValueTask<ExchangeEnd> FailAsync(ProxyError error, string detail)
    {
        _composition = _composition.WithDetail(detail);
        return RefuseAsync(ErrorAnswers.Of(error), mayKeep: !_framing.HasBody);
    }

    /// <summary>Notes the first failure of a try; always false.</summary>
    private bool Fail(IoStatus status, ProxyError error, Connection upstream, string? detail = null)
    {
        if (_failure is null)
        {
            _failure = status == IoStatus.TimedOut ? ProxyError.ResponseTimedOut : error;
            _failureDetail = detail ?? upstream.Error ?? status.ToString();
        }

        return false;
    }
}
