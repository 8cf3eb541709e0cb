using System.Globalization;
using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>What the proxy answers in its own name.</summary>
internal sealed partial class Exchange
{
    private const int MaxSeconds = 11;

    /// <summary>
    /// OPTIONS about no resource (RFC 9112 §3.2.4: <c>*</c>, or absolute-form without path and query), or at the end of its way
    /// (RFC 9110 §7.6.2).
    /// </summary>
    private bool IsForTheProxy() =>
        _request.Form == TargetForm.Asterisk
        || (_method == RequestMethod.Options
            && ((_request.Form == TargetForm.Absolute && _request.Path.IsEmpty && !_request.HasQuery)
                || (MaxForwards.TryRead(_request, _client.Input.Unread, out long hops) && hops == 0)));

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> AnswerOptionsAsync()
    {
        bool keep = _clientPersists && !_framing.HasBody && !_shard.IsDraining;
        AnswerWriter.WriteOptions(_client.Output, _shard.Clock.HttpDate, ConnectionOption(keep));
        _record.Answered(200, null, _request, _client.Input.Unread);
        _client.Input.Consume(_request.Length);
        return await SendAnswerAsync(keep);
    }

    /// <summary>Answers in the operator's words. A body is not read: the connection then ends behind the answer.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> AnswerAsConfiguredAsync()
    {
        OwnAnswer answer = _composition.Answer;
        bool keep = _clientPersists && !_framing.HasBody && !_shard.IsDraining;
        _record.Answered(answer.Status, null, _request, _client.Input.Unread);
        if (!_framing.HasBody)
        {
            _client.Input.Consume(_request.Length);
        }

        if (answer.Status == ReturnStep.Close)
        {
            _client.Output.Discard();
            return ExchangeEnd.Close;
        }

        ReadOnlySpan<byte> lines = AddedLines(answer.Status, out byte[]? room);
        _record.OwnBody = AnswerWriter.WriteConfigured(
            _client.Output, answer.Status, answer.Type, _values.Of(answer.Text), answer.IsLocation, _shard.Clock.HttpDate, _method == RequestMethod.Head, ConnectionOption(keep), lines);
        ReturnRoom(room);
        return await SendAnswerAsync(keep);
    }

    /// <summary>Answers in the proxy's own name. The request's head may or may not be consumed; a body never is.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> RefuseAsync(ErrorAnswer answer, bool mayKeep)
    {
        bool keep = mayKeep && _clientPersists && !_shard.IsDraining;
        string id = _shard.RequestIds.Next();
        Report(answer, id);
        _record.Answered(answer.Status, answer, _request, _client.Input.Unread);
        if (keep && _composition.Block is null)
        {
            _client.Input.Consume(_request.Length);
        }

        Span<byte> seconds = stackalloc byte[MaxSeconds];
        AnswerField field = FieldFor(answer.Status, seconds);
        ReadOnlySpan<byte> lines = AddedLines(answer.Status, out byte[]? room);
        _record.OwnBody = AnswerWriter.WriteError(
            _client.Output, answer, id, _shard.Clock.HttpDate, field, _method == RequestMethod.Head, ConnectionOption(keep), lines);
        ReturnRoom(room);
        return await SendAnswerAsync(keep);
    }

    /// <summary>What the route adds to an answer of our own: whole lines, in a block that is to be given back.</summary>
    private ReadOnlySpan<byte> AddedLines(int status, out byte[]? room)
    {
        room = null;
        if (_composition.Route?.Added is not { } added)
        {
            return default;
        }

        room = _shard.Loop.Buffers.Rent(added.MaxLength(_values, responseHead: 0), required: true);
        var writer = new HeadWriter(room);
        added.Write(ref writer, TextSource.OfResponse(_values, status, null, default), isOwn: true);
        return writer.Written;
    }

    private void ReturnRoom(byte[]? room)
    {
        if (room is not null)
        {
            _shard.Loop.Buffers.Return(room);
        }
    }

    private AnswerField FieldFor(int status, Span<byte> room)
    {
        if (status == 405 && _composition.Route is { } route)
        {
            return new AnswerField("Allow"u8, route.Allow);
        }

        if (status == 401)
        {
            return new AnswerField("WWW-Authenticate"u8, _composition.Route?.AccessOf(_method)?.Basic?.Challenge);
        }

        if (status != 429)
        {
            return default;
        }

        _composition.RetryAfter.TryFormat(room, out int length, provider: CultureInfo.InvariantCulture);
        return new AnswerField("Retry-After"u8, room[..length]);
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<ExchangeEnd> SendAnswerAsync(bool keep)
    {
        _heads.Use(null, _client.Output);
        ValueTask<IoStatus> send = _client.Output.SendAsync(default);
        IoStatus status = send.IsCompleted ? await send : await _heads.WriteAsync(send, _shard.Loop.Now + _snapshot.Body);
        return status != IoStatus.Ok ? ExchangeEnd.Close : keep ? ExchangeEnd.KeepOpen : ExchangeEnd.Linger;
    }

    /// <summary>Value of Connection in an answer (RFC 9112 §9.3): what the client's version does not take for granted.</summary>
    private ReadOnlySpan<byte> ConnectionOption(bool keep) =>
        !keep ? "close"u8 : _clientMinorVersion == 0 ? "keep-alive"u8 : default;

    private void Report(ErrorAnswer answer, string id)
    {
        if (answer.IsFailure && _composition.Route is { } route)
        {
            _shard.Counters.Failed++;
            if (ReferenceEquals(answer, ErrorAnswers.Of(ProxyError.NoCredentials)))
            {
                // Said once, when the key was looked for in vain.
                return;
            }

            ProxyLog.UpstreamFailed(_shard.Logger, route.Upstream.Model.Name, answer.Status, answer.Name, _composition.Detail, id);
            return;
        }

        _shard.Counters.Refused++;
        if (_shard.Logger.IsEnabled(Microsoft.Extensions.Logging.LogLevel.Debug))
        {
            ProxyLog.Refused(_shard.Logger, _address.ToString(), answer.Status, answer.Name, id);
        }
    }
}
