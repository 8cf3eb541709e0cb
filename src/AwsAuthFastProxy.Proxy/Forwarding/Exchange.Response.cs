using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Step 8, relay response.</summary>
internal sealed partial class Exchange
{
    /// <summary>RFC 9110 §15.2: informational responses are forwarded, but never to an HTTP/1.0 client. False when the exchange is over.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> RelayInterimAsync(Connection upstream)
    {
        // A body that goes wrong behind 100 Continue must not leave the upstream waiting for the rest of it.
        _finalBegun = upstream.Input.UnreadLength > _response.Length;
        if (_response.Status == 101)
        {
            return Fail(IoStatus.Ok, ProxyError.UnexpectedUpgrade, upstream);
        }

        if (_responseDue != Unlimited)
        {
            _responseDue = _shard.Loop.Now + _composition.Route!.UpstreamFirstByte;
        }

        ReadOnlySpan<byte> bytes = upstream.Input.Unread;
        HopByHop.MarkResponse(_response, bytes);
        _composition.Route!.Hidden?.Drop(_response.Fields, bytes);
        if (_clientMinorVersion == 0)
        {
            upstream.Input.Consume(_response.Length);
            return true;
        }

        ClientHeadWriter.WriteInterim(_client.Output, _response, bytes);
        upstream.Input.Consume(_response.Length);
        _heads.Use(null, _client.Output);
        ValueTask<IoStatus> send = _client.Output.SendAsync(default);
        IoStatus status = send.IsCompleted ? await send : await _heads.WriteAsync(send, _shard.Loop.Now + _composition.Route!.Body);
        _clientGone |= status != IoStatus.Ok;
        return status == IoStatus.Ok;
    }

    /// <summary>8 relay response: the head composed anew, the body as it comes.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> RelayResponseAsync(Connection upstream)
    {
        if (!ComposeResponse(upstream, out BodyFraming framing, out bool chunked, out bool persists))
        {
            return false;
        }

        _answerBegun = true;
        RelayOutcome outcome = await _download.RelayAsync(
            upstream,
            _client,
            framing,
            chunked,
            sourcePace: new Pace(_composition.Route!.Body, rate: 0),
            sinkPace: new Pace(_composition.Route!.Body, _snapshot.Model.Limits.MinDownloadRate));
        if (outcome.IsDone)
        {
            return persists && upstream.Input.UnreadLength == 0;
        }

        // What the client has seen is not the whole: its connection must end so that it knows.
        bool clientLeft = _clientGone;
        if (outcome.Kind == RelayOutcome.Side.Source && _client.Output.Composed > 0)
        {
            await SendAnswerAsync(keep: false);
        }

        _clientPersists = false;
        _clientGone = true;
        if (outcome is { Kind: RelayOutcome.Side.Sink, Status: IoStatus.TimedOut })
        {
            _shard.Counters.SlowReaders++;
        }

        if (outcome.Kind == RelayOutcome.Side.Source && !clientLeft)
        {
            _shard.Counters.Truncated++;
            ProxyLog.ResponseTruncated(
                _shard.Logger,
                _composition.Route!.Upstream.Model.Name,
                outcome.Reason == RejectReason.None ? upstream.Error ?? outcome.Status.ToString() : RejectReasons.Name(outcome.Reason));
        }

        return false;
    }

    private bool ComposeResponse(Connection upstream, out BodyFraming framing, out bool chunked, out bool persists)
    {
        ReadOnlySpan<byte> bytes = upstream.Input.Unread;
        framing = MessageFraming.OfResponse(_response, bytes, _method);
        chunked = persists = false;
        if (framing.Reject != RejectReason.None)
        {
            return Fail(IoStatus.Ok, ProxyError.BadResponse, upstream, RejectReasons.Name(framing.Reject));
        }

        ConnectionOptions options = HopByHop.MarkResponse(_response, bytes);
        if (options.Reject != RejectReason.None)
        {
            return Fail(IoStatus.Ok, ProxyError.BadResponse, upstream, RejectReasons.Name(options.Reject));
        }

        _composition.Route!.Hidden?.Drop(_response.Fields, bytes);
        bool delimited = framing.Kind is BodyKind.None or BodyKind.Length;
        persists = options.IsPersistent && framing.Kind != BodyKind.UntilClose;
        chunked = !delimited && _clientMinorVersion > 0;
        // A body that was not taken whole lies in the way of the next request.
        _clientPersists &= (delimited || chunked) && (!_uploadStarted || (_uploadDone && _uploaded.IsDone)) && !_shard.IsDraining;
        ClientHeadWriter.Write(
            _client.Output, _response, bytes, _shard.Clock.HttpDate, chunked,
            ConnectionOption(_clientPersists),
            _composition.Route.Added,
            _values);
        _record.Responded(_response, bytes, _client.Output.Composed);
        upstream.Input.Consume(_response.Length);
        return true;
    }
}
