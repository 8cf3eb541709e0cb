using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>503 of the upstream: passed on, or where the route says so withheld and the request sent again after a pause.</summary>
internal sealed partial class Exchange
{
    private RetryPause? _pause;
    private int _attempts;
    private bool _slowedDown;

    private RetryModel? RetryPolicy => _composition.Route!.Retry;

    private void BeginAttempt(UpstreamPool pool)
    {
        _slowedDown = false;
        _attempts++;
        if (_attempts == 1 && RetryPolicy is not null)
        {
            pool.RetryBudget.OnRequest(_shard.Loop.Now);
        }
    }

    /// <summary>
    /// S3 did not begin with the request, so it may be sent again: an idempotent one, none of whose body is gone. An answer that says
    /// itself when to come again (Retry-After) is the client's to obey.
    /// </summary>
    private bool IsSlowDownToRepeat(UpstreamConnection upstream)
    {
        if (_response.Status != 503 || RetryPolicy is not { } policy || _attempts >= policy.Attempts
            || IsBodyGone || !RequestMethods.IsIdempotent(_method) || _clientGone
            || SaysWhen(upstream.Connection.Input.Unread))
        {
            return false;
        }

        if (upstream.Pool.RetryBudget.TryTake(_shard.Loop.Now, policy.Budget))
        {
            return true;
        }

        _shard.Counters.RetryBudgetSpent++;
        return false;
    }

    private bool SaysWhen(ReadOnlySpan<byte> bytes)
    {
        foreach (ref readonly FieldLine line in _response.Fields.Lines)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(line.Name(bytes), "Retry-After"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Drops the response. True when its connection is fit for another exchange: all of it is there already.</summary>
    private bool Withhold(Connection upstream)
    {
        _slowedDown = true;
        ConnectionReader input = upstream.Input;
        BodyFraming framing = MessageFraming.OfResponse(_response, input.Unread, _method);
        bool persists = framing.Reject == RejectReason.None && HopByHop.MarkResponse(_response, input.Unread) is { Reject: RejectReason.None, IsPersistent: true };
        ReadOnlySpan<byte> body = input.Unread[_response.Length..];
        bool whole = framing.Kind switch
        {
            BodyKind.None => body.IsEmpty,
            BodyKind.Length => body.Length == framing.Length,
            BodyKind.Chunked => IsOneChunkedBody(body),
            _ => false,
        };
        input.Drop();
        return whole && persists;
    }

    private static bool IsOneChunkedBody(ReadOnlySpan<byte> body)
    {
        ChunkedDecoder decoder = default;
        ChunkStep step;
        do
        {
            step = decoder.Read(body);
            body = body[step.Consumed..];
        }
        while (step.Status == ChunkStatus.Data);
        return step.Status == ChunkStatus.Done && body.IsEmpty;
    }

    /// <summary>Waits before the next attempt. False when the client left meanwhile.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> PauseAsync()
    {
        _shard.Counters.RetriesSlowDown++;
        _failureDetail = "503, slow down";
        _pause = new RetryPause(_shard.Loop, RetryPause.Milliseconds(RetryPolicy!, _attempts, Random.Shared.NextDouble()));
        await _pause.Over;
        _pause = null;
        return !_clientGone;
    }
}
