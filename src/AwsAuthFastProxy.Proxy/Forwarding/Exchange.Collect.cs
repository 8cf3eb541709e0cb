using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Between steps 4 and 5, for a body whose length or hash must stand in the head: it is read whole first.</summary>
internal sealed partial class Exchange
{
    private BodyCollector? _collector;
    private CollectedBody? _body;
    private bool _isCollected;

    /// <summary>The body, where it was read first.</summary>
    private CollectedBody? Collected => _isCollected ? _body : null;

    /// <summary>Reads the body, then routes and signs again. What to answer instead, or null; or the client is gone.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ErrorAnswer?> CollectAsync()
    {
        // The head is needed once more, and the body comes through the window it lies in.
        byte[] head = _shard.Loop.Buffers.Rent(_request.Length, required: true);
        try
        {
            _client.Input.Unread[.._request.Length].CopyTo(head);
            _client.Input.Consume(_request.Length);
            _body ??= new CollectedBody(_shard.Loop.Buffers, _shard.Spool);
            _collector ??= new BodyCollector(_shard.Loop);
            _isCollected = true;
            if (!await TryContinueAsync())
            {
                _clientGone = true;
                return null;
            }

            PayloadPlan plan = _composition.Payload;
            RelayOutcome outcome = await _collector.CollectAsync(
                _client,
                _framing,
                plan,
                _body,
                new Pace(_composition.Route!.Body, _snapshot.Model.Limits.MinUploadRate),
                _snapshot.Model.Limits.ChunkOverheadBytes,
                Math.Min(plan.ReadLimit, _composition.Route!.BodyBytes),
                _snapshot.Model.Limits.SpoolBytes);
            if (outcome.Kind == RelayOutcome.Side.Sink)
            {
                _shard.Counters.SpoolFull++;
                return ErrorAnswers.Of(ProxyError.SpoolFull);
            }

            if (!outcome.IsDone)
            {
                RejectReason reason = ReasonOf(outcome);
                CountSlow(reason);
                _clientGone = reason == RejectReason.None;
                return _clientGone ? null : ErrorAnswers.Of(reason);
            }

            _shard.Counters.Collected++;
            // What was in force before may be retired by now: signers and pools are those of the newest.
            _snapshot = _shard.Snapshot;
            _composition = _shard.Composer.Compose(_snapshot, _request, head.AsSpan(0, _request.Length), _framing, _address, again: true, _body, Known());
            CountSigned();
            return _composition.Error;
        }
        finally
        {
            _shard.Loop.Buffers.Return(head);
        }
    }

    /// <summary>RFC 9110 §10.1.1: a client that waits for word to go on gets it from us. False when it is gone.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TryContinueAsync()
    {
        if (_clientMinorVersion == 0 || !_request.Fields.Has(FieldName.Expect) || _client.Input.UnreadLength > 0)
        {
            return true;
        }

        ReadOnlySpan<byte> interim = "HTTP/1.1 100 Continue\r\n\r\n"u8;
        interim.CopyTo(_client.Output.GetSpan(interim.Length));
        _client.Output.Advance(interim.Length);
        _heads.Use(null, _client.Output);
        ValueTask<IoStatus> send = _client.Output.SendAsync(default);
        return (send.IsCompleted ? await send : await _heads.WriteAsync(send, _shard.Loop.Now + _composition.Route!.Body)) == IoStatus.Ok;
    }

    private void ForgetBody()
    {
        if (_isCollected)
        {
            _isCollected = false;
            _body!.Clear();
            _collector!.Reset();
        }
    }
}
