using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Step 7, the request's body: it flows beside the response.</summary>
internal sealed partial class Exchange
{
    private UploadRelay? _transform;
    private PendingTask<RelayOutcome> _uploading;
    private RelayOutcome _uploaded;
    private bool _uploadStarted;
    private bool _uploadDone;
    private bool _uploadStopped;
    private bool _clientBroke;

    /// <summary>Whether some of the body has been taken from the client and is not here any more, so that it cannot be sent again.</summary>
    private bool IsBodyGone => _uploadStarted && (_upload.Begun || _transform is { Begun: true });

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<RelayOutcome> UploadAsync(Connection upstream)
    {
        RelayOutcome outcome = await RelayUploadAsync(upstream);
        _uploaded = outcome;
        _uploadDone = true;
        _clientBroke = outcome.Kind == RelayOutcome.Side.Source && !_uploadStopped;
        if (_clientBroke && !_finalBegun)
        {
            // A body that broke off or was malformed must not look complete to the upstream: the connection ends with it.
            upstream.Close();
        }
        else if (outcome is { Kind: RelayOutcome.Side.Sink, Status: IoStatus.TimedOut } && !_finalBegun)
        {
            Fail(IoStatus.TimedOut, ProxyError.SendFailed, upstream, "the upstream stopped reading the body");
            upstream.Close();
        }

        // What comes now is the upstream's turn; when its side failed, it may have said why before.
        _responseDue = _shard.Loop.Now + _composition.Route!.UpstreamFirstByte;
        _heads.MoveRead(_responseDue);
        return outcome;
    }

    private ValueTask<RelayOutcome> RelayUploadAsync(Connection upstream)
    {
        var sourcePace = new Pace(_composition.Route!.Body, _snapshot.Model.Limits.MinUploadRate);
        var sinkPace = new Pace(_composition.Route!.Body, rate: 0);
        if (Collected is null && !_composition.Payload.IsTransformed)
        {
            return _upload.RelayAsync(
                _client,
                upstream,
                _framing,
                chunked: _framing.Kind == BodyKind.Chunked,
                sourcePace,
                sinkPace,
                _composition.Route!.BodyBytes,
                _snapshot.Model.Limits.ChunkOverheadBytes);
        }

        _transform ??= new UploadRelay(_shard.Loop);
        return _transform.RelayAsync(_client, upstream, _framing, _composition, Collected, sourcePace, sinkPace, _snapshot.Model.Limits.ChunkOverheadBytes);
    }

    /// <summary>After the response: was the whole body sent? One that still flows has lost its purpose.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FinishUploadAsync(Connection upstream)
    {
        if (!_uploadDone)
        {
            _uploadStopped = true;
            upstream.Close();
            _upload.Stop();
            _transform?.Stop();
        }

        RelayOutcome outcome = await _uploading.TakeAsync();
        return outcome.IsDone;
    }

    /// <summary>The client's body broke off (nobody is left to answer), came too slowly, or was malformed.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> ConcludeBadUploadAsync()
    {
        RejectReason reason = ReasonOf(_uploaded);
        CountSlow(reason);
        return reason == RejectReason.None ? ExchangeEnd.Close : await RefuseAsync(ErrorAnswers.Of(reason), mayKeep: false);
    }

    private void CountSlow(RejectReason reason)
    {
        if (reason == RejectReason.RequestTimeout)
        {
            _shard.Counters.SlowUploads++;
        }
    }

    /// <summary>What to refuse the client for; none when nobody is there to be told.</summary>
    private static RejectReason ReasonOf(RelayOutcome outcome) => outcome.Status switch
    {
        IoStatus.Ok => outcome.Reason,
        IoStatus.TimedOut => RejectReason.RequestTimeout,
        _ => RejectReason.None,
    };
}
