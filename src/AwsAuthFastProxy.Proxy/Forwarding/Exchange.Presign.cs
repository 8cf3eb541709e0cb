using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Answers that send the client to the upstream itself, by a presigned URL.</summary>
internal sealed partial class Exchange
{
    /// <summary>Whether the client fetches or brings the object by itself, as far as the request tells.</summary>
    private bool SendsClientAway() =>
        _composition.Route is { } route && route.SendsAway(_method, _framing);

    /// <summary>Whether the response to a GET is larger than what its route relays.</summary>
    private bool IsTooLargeToRelay(Connection upstream) =>
        _composition.Route is { Presigns: true } route
        && ReferenceEquals(_snapshot, _shard.Snapshot)
        && _response.Status is 200 or 206
        && MessageFraming.OfResponse(_response, upstream.Input.Unread, _method) is { Kind: BodyKind.Length } framing
        && framing.Length >= route.PresignFrom;

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> AnswerPresignedAsync()
    {
        bool keep = _clientPersists && !_framing.HasBody && !_shard.IsDraining;
        if (!TryComposeRedirect(keep))
        {
            return await FailAsync(ProxyError.NoCredentials, _shard.SignerOf(_composition.Upstream!).Reason);
        }

        return await SendAnswerAsync(keep);
    }

    /// <summary>In place of a response that has begun: its connection is given up, which costs less than reading what nobody wants.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> RedirectAsync()
    {
        _clientPersists &= !_framing.HasBody && !_shard.IsDraining;
        if (!TryComposeRedirect(_clientPersists))
        {
            _failure ??= ProxyError.NoCredentials;
            _failureDetail = _shard.SignerOf(_composition.Upstream!).Reason;
            return false;
        }

        _answerBegun = true;
        _heads.Use(null, _client.Output);
        ValueTask<IoStatus> send = _client.Output.SendAsync(default);
        IoStatus status = send.IsCompleted ? await send : await _heads.WriteAsync(send, _shard.Loop.Now + _snapshot.Body);
        _clientGone |= status != IoStatus.Ok;
        return false;
    }

    /// <summary>Composes the 307; false without a key.</summary>
    private bool TryComposeRedirect(bool keep)
    {
        Upstream upstream = _composition.Upstream!;
        SignerSlot slot = _shard.SignerOf(upstream);
        RequestSigner? signer = slot.TryGet(_shard.Clock);
        byte[] room = _shard.Loop.Buffers.Rent(BufferPool.LargeSize, required: true);
        try
        {
            int length = 0;
            if (signer is null
                || !_shard.Presigner.TryWrite(
                    _composition.Head.Span, upstream, signer, slot, _composition.Route!.PresignExpires, room, out length))
            {
                return false;
            }

            ReadOnlySpan<byte> lines = AddedLines(307, out byte[]? added);
            AnswerWriter.WriteRedirect(_client.Output, room.AsSpan(0, length), _shard.Clock.HttpDate, ConnectionOption(keep), lines);
            ReturnRoom(added);
            _shard.Counters.Presigned++;
            _record.Answered(307, null, _request, default);
            return true;
        }
        finally
        {
            _shard.Loop.Buffers.Return(room);
        }
    }
}
