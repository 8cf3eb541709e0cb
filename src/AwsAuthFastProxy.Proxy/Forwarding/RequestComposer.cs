using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.Transport.Buffers;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// Composes the head that goes upstream: routed, rewritten, filtered and signed. One canonical form of path and query is made, sent and
/// signed, and the Host signed is the Host sent. Belongs to one loop; allocates nothing.
/// </summary>
internal sealed class RequestComposer(BufferPool buffers, ShardClock clock, Func<Upstream, SignerSlot> signers)
{
    private const int StackScratch = 1024;

    private readonly UpstreamHeadWriter _writer = new();
    private readonly RequestValues _values = new();

    /// <summary>Sees each request just before it is signed; for diagnosis.</summary>
    public SigningObserver? Observer { init => _writer.Observer = value; }

    /// <summary>Asks what a route asks of its clients; without it everybody is let in, which is for diagnosis only.</summary>
    public AccessGate? Gate { private get; init; }

    /// <summary>4 route and 5 sign. The bytes of the head are not needed afterwards, unless the body must be read first: then this is called again with it.</summary>
    public Composition Compose(
        Snapshot snapshot,
        RequestHead head,
        ReadOnlySpan<byte> bytes,
        in BodyFraming framing,
        in ClientAddress client = default,
        bool again = false,
        CollectedBody? body = null,
        RequestValues? values = null)
    {
        if (!again && snapshot.RateLimit is { } limit && Gate?.Wait(limit, client) is > 0 and var seconds)
        {
            return Composition.TooOften(seconds);
        }

        ReadOnlySpan<byte> rawPath = head.Path.Of(bytes);
        ReadOnlySpan<byte> rawQuery = head.Query.Of(bytes);
        int needed = snapshot.LongestAddedPrefix + 1 + CanonicalPath.MaxLength(rawPath.Length) + CanonicalQuery.MaxLength(rawQuery.Length);
        byte[]? rented = needed <= StackScratch ? null : buffers.Rent(needed, required: true);
        Span<byte> scratch = rented is null ? stackalloc byte[StackScratch] : rented;
        try
        {
            return Compose(snapshot, new TextSource(values ?? _values, head, bytes), framing, client, again, body, scratch);
        }
        finally
        {
            if (rented is not null)
            {
                buffers.Return(rented);
            }
        }
    }

    private Composition Compose(
        Snapshot snapshot,
        in TextSource source,
        in BodyFraming framing,
        in ClientAddress client,
        bool again,
        CollectedBody? body,
        Span<byte> scratch)
    {
        // 4 route
        RequestHead head = source.Head;
        ReadOnlySpan<byte> bytes = source.Bytes;
        int pathOffset = snapshot.LongestAddedPrefix + 1;
        if (CanonicalPath.WriteS3(head.Path.Of(bytes), scratch[pathOffset..], out int pathLength) != CanonicalStatus.Ok)
        {
            return Composition.Refused(null, ProxyError.BadPathEncoding);
        }

        RouteFinder finder = RequestRouter.FinderOf(snapshot, source);
        RoutedRequest routed = RequestRouter.Follow(finder, scratch.Slice(pathOffset, pathLength));
        if (!routed.Answer.IsNone || routed.Error is not null)
        {
            routed.Route?.Added?.Capture(source);
        }

        if (!routed.Answer.IsNone)
        {
            return Composition.Answered(routed.Route, routed.Answer);
        }

        if (routed.Error is { } error)
        {
            return Composition.Refused(routed.Route, error);
        }

        Route route = routed.Route!;
        source.Values.ProxyHost = route.Upstream.Host;
        source.Values.ProxyPort = route.Upstream.Model.EndpointPort;
        route.Added?.Capture(source);
        if (BodyLimit.Counted(head, framing) > route.BodyBytes)
        {
            return Composition.Refused(route, ErrorAnswers.Of(RejectReason.BodyTooLarge));
        }

        if (route.AccessOf(head.Method) is { } access && Gate is { } gate)
        {
            AccessVerdict verdict = gate.Check(access, client, head.Fields, bytes, again, wasLetIn: body is not null);
            if (!verdict.IsLetIn)
            {
                return Composition.NotLetIn(route, verdict);
            }
        }

        if (!route.Allows(head.Method))
        {
            return Composition.Refused(route, ProxyError.MethodNotAllowed);
        }

        if (route.Target is null && !source.Values.LeftRoute && !finder.IsSameMerged(route, routed.Path))
        {
            // A server that makes one slash of several, as some S3 servers do in keys, would see another route's path.
            return Composition.Refused(route, ProxyError.NoRoute);
        }

        if (source.Values.IsRewritten || route.Target is not null)
        {
            return ComposeRewritten(snapshot, finder, route, routed.Path, framing, body);
        }

        if (route.Sign && !route.Upstream.IsS3 && !ServicePath.TryKeepSlashes(finder, route, scratch[pathOffset..], ref pathLength))
        {
            return Composition.Refused(route, ProxyError.NoRoute);
        }

        return Compose(snapshot, finder, route, framing, body, scratch, pathLength, head.Query.Of(bytes), head.HasQuery, isRewritten: false);
    }

    /// <summary>With a path and query that are not the client's.</summary>
    private Composition ComposeRewritten(
        Snapshot snapshot, in RouteFinder finder, Route route, ReadOnlySpan<byte> path, in BodyFraming framing, CollectedBody? body)
    {
        TextSource source = finder.Source;
        if (!SentTarget.TryFind(route, path, source, out SentTarget sent) || source.Values.IsTooLong)
        {
            return Composition.Refused(route, ProxyError.RewriteFailed);
        }

        int pathOffset = snapshot.LongestAddedPrefix + 1;
        byte[] block = buffers.Rent(pathOffset + sent.MaxLength, required: true);
        try
        {
            return sent.TryWritePath(keepSlashes: route.Sign && !route.Upstream.IsS3, block.AsSpan(pathOffset), out int length)
                ? Compose(snapshot, finder, route, framing, body, block, length, sent.Query, sent.HasQuery, isRewritten: true)
                : Composition.Refused(route, ProxyError.BadPathEncoding);
        }
        finally
        {
            buffers.Return(block);
        }
    }

    /// <param name="snapshot">The configuration in force.</param>
    /// <param name="finder">Finds the request's routes.</param>
    /// <param name="route">The route.</param>
    /// <param name="framing">Where its body ends.</param>
    /// <param name="body">Its body where it was read first.</param>
    /// <param name="scratch">Holds the path behind the room for the longest added prefix and a slash.</param>
    /// <param name="pathLength">Length of the path.</param>
    /// <param name="rawQuery">The query.</param>
    /// <param name="hasQuery">Whether there is one.</param>
    /// <param name="isRewritten">Whether path or query are not the client's.</param>
    private Composition Compose(
        Snapshot snapshot,
        in RouteFinder finder,
        Route route,
        in BodyFraming framing,
        CollectedBody? body,
        Span<byte> scratch,
        int pathLength,
        ReadOnlySpan<byte> rawQuery,
        bool hasQuery,
        bool isRewritten)
    {
        TextSource source = finder.Source;
        RequestHead head = source.Head;
        ReadOnlySpan<byte> bytes = source.Bytes;
        int pathOffset = snapshot.LongestAddedPrefix + 1;
        if (!(route.Sign && route.Upstream.IsS3) && DotSegments.Contains(scratch.Slice(pathOffset, pathLength)))
        {
            return Composition.Refused(route, ProxyError.DotSegment);
        }

        Span<byte> rest = scratch[(pathOffset + pathLength)..];
        int queryLength = 0;
        if (route.Sign && hasQuery && CanonicalQuery.Write(rawQuery, rest, out queryLength) != CanonicalStatus.Ok)
        {
            return Composition.Refused(route, ProxyError.BadQueryEncoding);
        }

        var target = new UpstreamTarget(route, scratch, pathOffset, pathLength, rest[..queryLength], replacesPrefix: route.ReplacePrefix.Length > 0 && !source.Values.LeftRoute)
        {
            IsRewritten = isRewritten,
            RawQuery = rawQuery,
            HasQuery = hasQuery,
        };
        if (!target.TryResolveBucket(head.Host.Of(bytes)))
        {
            return Composition.Refused(route, ProxyError.BadBucket);
        }

        route.Set?.Drop(head.Fields, bytes);
        if (route.Sign && Check(finder, route, ref target) is { } refused)
        {
            return Composition.Refused(route, refused);
        }

        PayloadPlan plan = PlanPayload(route, head, bytes, framing, target, body);
        if (plan.Error is not null || plan.IsReadFirst)
        {
            return plan.Error is not null ? Composition.Refused(route, plan.Error) : Composition.ReadingFirst(route, plan);
        }

        // 5 sign
        RequestSigner? signer = null;
        SignerSlot? slot = null;
        if (route.Sign)
        {
            target.ResolveRegion();
            slot = signers(target.Upstream);
            signer = slot.TryGet(clock);
            if (signer is null)
            {
                return Composition.Refused(route, ProxyError.NoCredentials, slot.Reason);
            }

            plan = plan with { Time = slot.Time };
        }

        byte[] block = buffers.Rent(BufferPool.SmallSize);
        if (!_writer.TryWrite(target, head, bytes, framing, plan, body, signer, slot, source.Values, block, out int length))
        {
            buffers.Return(block);
            block = buffers.Rent(BufferPool.LargeSize, required: true);
            if (!_writer.TryWrite(target, head, bytes, framing, plan, body, signer, slot, source.Values, block, out length))
            {
                buffers.Return(block);
                return Composition.Refused(route, ProxyError.ComposedHeadTooLarge);
            }
        }

        return Composition.Composed(route, target.Upstream, block, length, plan, plan.IsSigned ? slot!.Chunks : null);
    }

    private static PayloadPlan PlanPayload(
        Route route, RequestHead head, ReadOnlySpan<byte> bytes, in BodyFraming framing, in UpstreamTarget target, CollectedBody? body)
    {
        if (!route.Sign)
        {
            return PayloadPlanner.PlanUnsigned(route, framing, body);
        }

        ObjectWrite write = ObjectWrites.Of(head.Method, target.Query, target.Path, target.PathHasBucket);
        return PayloadPlanner.Plan(route, head, bytes, framing, write, body, route.BodyBytes);
    }

    /// <summary>What a signed route demands of a request; takes the client's own authentication out of it.</summary>
    private static ProxyError? Check(in RouteFinder finder, Route route, ref UpstreamTarget target)
    {
        RequestHead head = finder.Source.Head;
        ReadOnlySpan<byte> bytes = finder.Source.Bytes;
        target.RemoveAuthentication();
        head.Fields.DropAny(UpstreamHeadWriter.ReplacedWhenSigned);
        AuthenticationFields.Drop(head.Fields, bytes);
        if (LookalikeFields.Any(head.Fields, bytes))
        {
            return ProxyError.FieldNotAllowed;
        }

        return OperationRules.Check(finder, route, target.Query, target.Path, target.PathHasBucket, target.Bucket);
    }
}
