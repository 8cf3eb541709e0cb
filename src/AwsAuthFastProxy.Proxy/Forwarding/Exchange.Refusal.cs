using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Healing;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Answers about our signature: no client sees one. Where they tell the right region or time, that is learned, and the request is signed
/// anew and sent again, once.
/// </summary>
internal sealed partial class Exchange
{
    // S3 takes requests up to 15 minutes off, other services 5; less than that is not why a request was refused.
    private const long S3Skew = 14 * 60;
    private const long ServiceSkew = 270;

    private Upstream? _signAgainFor;
    private bool _signedAnew;

    /// <summary>Whether the response may be about our signature.</summary>
    private bool MayBeRefusal() => _composition.Route!.Sign && RefusalReader.IsPossible(_response.Status);

    /// <summary>Reads the body of what may be a refusal, up to a bound, and passes on what is none.</summary>
    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private async ValueTask<bool> JudgeRefusalAsync(Connection upstream)
    {
        ConnectionReader input = upstream.Input;
        BodyFraming framing = MessageFraming.OfResponse(_response, input.Unread, _method);
        byte[] body = _shard.Loop.Buffers.Rent(BufferPool.LargeSize, required: true);
        byte[]? unpacked = null;
        try
        {
            int total;
            int length;
            long due = _shard.Loop.Now + _composition.Route!.Body;
            while ((total = TakeBody(framing, input.Unread[_response.Length..], body, out length)) < 0 && length < RefusalReader.MaxBody)
            {
                ValueTask<IoStatus> fill = input.FillAsync();
                _heads.BeginRead(input, due);
                IoStatus status = await fill;
                _heads.EndRead();
                if (status != IoStatus.Ok)
                {
                    // What is missing is missing for the client too, if it is passed on.
                    break;
                }
            }

            if (length > 0 && ContentCoding.IsUsed(_response, input.Unread))
            {
                unpacked = _shard.Loop.Buffers.Rent(BufferPool.LargeSize, required: true);
                if (!ContentCoding.TryDecode(_response, input.Unread, body.AsSpan(0, length), unpacked, out length))
                {
                    // Nobody knows what it shows, so nobody is shown it.
                    return Conceal(input);
                }

                (body, unpacked) = (unpacked, body);
            }

            SigningRefusal refusal = Refine(RefusalReader.Read(_response, input.Unread, body.AsSpan(0, length)), input.Unread, out long? theirClock);
            if (refusal.Kind == RefusalKind.None)
            {
                return IsTooLargeToRelay(upstream) ? await RedirectAsync() : await RelayResponseAsync(upstream);
            }

            _shard.Counters.SignaturesRefused++;
            Answer(refusal, theirClock, body.AsSpan(0, length));
            bool clean = total >= 0 && input.UnreadLength == _response.Length + total
                && HopByHop.MarkResponse(_response, input.Unread) is { Reject: RejectReason.None, IsPersistent: true };
            input.Drop();
            return clean;
        }
        finally
        {
            _shard.Loop.Buffers.Return(body);
            if (unpacked is not null)
            {
                _shard.Loop.Buffers.Return(unpacked);
            }
        }
    }

    /// <summary>An answer that cannot be read; always false, since how it ends on the connection is left open.</summary>
    private bool Conceal(ConnectionReader input)
    {
        _shard.Counters.SignaturesRefused++;
        _failure = ProxyError.SignatureRefused;
        _failureDetail = $"answer {_response.Status} in a content coding that cannot be read";
        input.Drop();
        return false;
    }

    /// <summary>Copies the body's content as far as it is there. How many bytes it takes with its framing, or -1 when it is not whole.</summary>
    private static int TakeBody(in BodyFraming framing, ReadOnlySpan<byte> bytes, Span<byte> content, out int length)
    {
        length = 0;
        if (framing.Kind != BodyKind.Chunked)
        {
            long most = framing.Kind == BodyKind.Length ? framing.Length : framing.HasBody ? long.MaxValue : 0;
            length = (int)Math.Min(Math.Min(bytes.Length, most), content.Length);
            bytes[..length].CopyTo(content);
            return length == most ? length : -1;
        }

        var decoder = new ChunkedDecoder(ChunkedDecoder.DefaultOverheadBytes);
        int taken = 0;
        while (true)
        {
            ChunkStep step = decoder.Read(bytes[taken..]);
            if (step.DataLength > content.Length - length)
            {
                return -1;
            }

            bytes.Slice(taken + step.DataOffset, step.DataLength).CopyTo(content[length..]);
            length += step.DataLength;
            taken += step.Consumed;
            if (step.Status != ChunkStatus.Data)
            {
                return step.Status == ChunkStatus.Done ? taken : -1;
            }
        }
    }

    /// <summary>Recognises a clock that is to blame where no code says so: in answers without a body, in those of other services, and to signatures in a query.</summary>
    private SigningRefusal Refine(SigningRefusal refusal, ReadOnlySpan<byte> bytes, out long? theirClock)
    {
        theirClock = _response.Fields.TryGetValue(FieldName.Date, bytes, out ReadOnlySpan<byte> date)
            && Utf8Parser.TryParse(date, out DateTimeOffset time, out _, 'R') ? time.ToUnixTimeSeconds() : null;
        if (refusal.Kind is RefusalKind.Clock or RefusalKind.Credentials or RefusalKind.Scope || _response.Status != 403 || theirClock is null
            || (refusal.Kind == RefusalKind.None && _method != RequestMethod.Head && !_composition.Route!.SignsQuery)
            || _shard.Resigner.SignedAt(_composition.Head.Span) is not { } signed)
        {
            return refusal;
        }

        long least = !_composition.Upstream!.IsS3 ? ServiceSkew
            : _composition.Route!.SignsQuery ? Math.Min(S3Skew, _composition.Route.PresignExpires)
            : S3Skew;
        return Math.Abs(theirClock.Value - signed) > least ? refusal with { Kind = RefusalKind.Clock } : refusal;
    }

    /// <summary>Learns what there is to learn; then the request is to be sent again, or the client is told in our own words.</summary>
    private void Answer(SigningRefusal refusal, long? theirClock, ReadOnlySpan<byte> body)
    {
        string detail = refusal.Code is { Length: > 0 } code ? code : $"answer {_response.Status}";
        ProxyError error = refusal.Kind switch
        {
            RefusalKind.Signature => ProxyError.SignatureRefused,
            RefusalKind.Credentials => ProxyError.CredentialsRefused,
            RefusalKind.Clock => ProxyError.ClockRefused,
            _ => ProxyError.ScopeRefused,
        };
        Upstream? better = refusal.Kind switch
        {
            RefusalKind.Clock => LearnClock(theirClock),
            RefusalKind.Scope => LearnRegion(refusal.Region),
            _ => null,
        };
        if (refusal.Kind == RefusalKind.Signature)
        {
            Compare(body);
        }

        if (better is not null && !_signedAnew && MaySendAgain())
        {
            _signAgainFor = better;
            return;
        }

        _failure = better is null || _signedAnew ? error : ProxyError.SignedAnew;
        _failureDetail = detail;
    }

    /// <summary>A refused request was not carried out, so any method may be repeated, as long as its body is still there to be sent.</summary>
    private bool MaySendAgain() =>
        !_clientGone && ReferenceEquals(_snapshot, _shard.Snapshot) && (!_framing.HasBody || (_uploadStarted && !IsBodyGone));

    private Upstream? LearnClock(long? theirClock)
    {
        Upstream upstream = _composition.Upstream!;
        long ours = _shard.Loop.UnixSeconds;
        if (theirClock is not { } theirs || Math.Abs(theirs - ours) > ClockOffset.Most
            || _shard.Resigner.SignedAt(_composition.Head.Span) is not { } signed || Math.Abs(theirs - signed) < ClockOffset.Harmless)
        {
            return null;
        }

        if (upstream.ClockOffset.TryLearn(theirs, ours))
        {
            ProxyLog.ClockLearned(_shard.Logger, upstream.Model.Name, theirs - ours);
        }

        _shard.Counters.ClockOffset = theirs - ours;
        return upstream;
    }

    /// <summary>While requests are signed by the upstream's clock, each response shows whether that is still needed.</summary>
    private void ReviewClock(ReadOnlySpan<byte> bytes)
    {
        ClockOffset offset = _composition.Upstream!.ClockOffset;
        if (offset.Seconds == 0
            || !_response.Fields.TryGetValue(FieldName.Date, bytes, out ReadOnlySpan<byte> date)
            || !Utf8Parser.TryParse(date, out DateTimeOffset time, out _, 'R'))
        {
            return;
        }

        if (offset.Review(time.ToUnixTimeSeconds(), _shard.Loop.UnixSeconds))
        {
            string name = _composition.Upstream.Model.Name;
            if (offset.Seconds == 0)
            {
                ProxyLog.ClocksAgree(_shard.Logger, name);
            }
            else
            {
                ProxyLog.ClockLearned(_shard.Logger, name, offset.Seconds);
            }
        }

        _shard.Counters.ClockOffset = offset.Seconds;
    }

    private Upstream? LearnRegion(string? region)
    {
        Upstream current = _composition.Upstream!;
        ReadOnlySpan<byte> composed = _composition.Head.Span;
        if (region is null || region == current.Model.Region || current.Regions.InRegion(region) is not { } better
            || !ReferenceEquals(_snapshot, _shard.Snapshot) || !_shard.ComposedRequest.TryRead(composed))
        {
            return null;
        }

        ReadOnlySpan<byte> bucket = _shard.ComposedRequest.BucketOf(composed, current);
        string name = Encoding.ASCII.GetString(bucket[..Math.Min(bucket.Length, 63)]);
        if (_shard.SignerOf(better).TryGet(_shard.Clock) is null)
        {
            if (current.Told.TryAdd($"no key for {region}"))
            {
                ProxyLog.RegionWithoutKey(_shard.Logger, current.Model.Name, name, region, _shard.SignerOf(better).Reason);
            }

            return null;
        }

        if (current.Regions.Learn(bucket, better) && current.Told.TryAdd($"bucket {name} in {region}"))
        {
            ProxyLog.RegionLearned(_shard.Logger, current.Model.Name, name, region, better.Model.EndpointHost);
        }

        return better;
    }

    /// <summary>Says once for each cause where the upstream's view and ours part.</summary>
    private void Compare(ReadOnlySpan<byte> body)
    {
        Upstream upstream = _composition.Upstream!;
        if (upstream.Told.IsFull || !ReferenceEquals(_snapshot, _shard.Snapshot)
            || _shard.SignerOf(upstream).TryGet(_shard.Clock) is not { } signer
            || _shard.Resigner.Compare(_composition.Head.Span, upstream, signer, S3ErrorBody.Parse(body.ToArray())) is not { } difference
            || !upstream.Told.TryAdd(difference.Cause))
        {
            return;
        }

        ProxyLog.SignatureDiffers(_shard.Logger, upstream.Model.Name, difference.ToString());
    }

    /// <summary>Puts the request, signed for <paramref name="upstream"/>, in the place of the one that was refused.</summary>
    private bool TrySignAgain(Upstream upstream)
    {
        if (!ReferenceEquals(_snapshot, _shard.Snapshot))
        {
            return false;
        }

        byte[] block = _shard.Loop.Buffers.Rent(BufferPool.LargeSize, required: true);
        if (!_shard.Resigner.TryWrite(
            _composition.Head.Span, _composition.Upstream!, upstream, _composition.Route!, _shard.SignerOf(upstream), _shard.Clock, block, out int length))
        {
            _shard.Loop.Buffers.Return(block);
            return false;
        }

        _shard.Loop.Buffers.Return(_composition.Block!);
        _composition = _composition.With(upstream, block, length, _shard.SignerOf(upstream));
        _signedAnew = true;
        _shard.Counters.SignedAnew++;
        return true;
    }
}
