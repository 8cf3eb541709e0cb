using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Healing;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.Transport.InMemory;
using Microsoft.Extensions.Logging.Abstractions;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>
/// Takes a request through the code that serves, up to the head that would be sent, and tells what happened on the way. Connects to
/// nothing.
/// </summary>
/// <param name="model">The configuration.</param>
/// <param name="time">The clock of the signature; the system's when null.</param>
public sealed class RequestExplainer(ProxyModel model, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Explains a request whose head, up to its empty line, is <paramref name="head"/>. A body need not follow.</summary>
    public RequestExplanation Explain(ReadOnlySpan<byte> head)
    {
        string text = Encoding.Latin1.GetString(head);
        RequestExplanation explanation = Explain(model, head) with { RequestLine = SecretMask.Apply(text.Split("\r\n", 2)[0]) };
        return explanation.Refusal is { } refusal
            ? explanation with { Refusal = new Remedies(model, Explain).Complete(refusal, explanation.Route, text) }
            : explanation;
    }

    private RequestExplanation Explain(ProxyModel configuration, ReadOnlySpan<byte> bytes)
    {
        var snapshot = new Snapshot(configuration, workers: 1);
        var request = new RequestHead(snapshot.HeadLimits.FieldCount);
        HeadParse parse = HeadParser.ParseRequest(bytes, 0, request, snapshot.HeadLimits);
        if (parse.Status != HeadStatus.Complete)
        {
            return Rejected(parse.Status == HeadStatus.Rejected ? parse.Reason : RejectReason.RequestTimeout);
        }

        RejectReason reason = Exchange.Frame(request, bytes, snapshot, out BodyFraming framing, out _);
        return reason != RejectReason.None ? Rejected(reason)
            : request.Form == TargetForm.Asterisk ? new RequestExplanation { IsAnsweredHere = true }
            : Compose(snapshot, request, bytes, framing);
    }

    private RequestExplanation Compose(Snapshot snapshot, RequestHead request, ReadOnlySpan<byte> bytes, in BodyFraming framing)
    {
        (string? canonical, string? toSign) = (null, null);
        void Observe(RequestSigner signer, in RequestToSign signed) =>
            (canonical, toSign) = (signer.CanonicalRequest(signed), signer.StringToSign(signed));

        // Becoming this thread's loop, if only for a moment, replaces its context.
        SynchronizationContext? context = SynchronizationContext.Current;
        SignerSlot[] signers = [.. snapshot.Upstreams.Select(static upstream => new SignerSlot(upstream, new ShardCounters(), NullLogger.Instance))];
        try
        {
            using var loop = new MemoryLoop(_time);
            var composer = new RequestComposer(loop.Buffers, new ShardClock(loop), upstream => signers[upstream.Index]) { Observer = Observe };
            Composition composition = composer.Compose(snapshot, request, bytes, framing);
            bool isReadFirst = composition.Payload.IsReadFirst;
            if (isReadFirst)
            {
                var body = new CollectedBody(loop.Buffers, new SpoolBudget());
                body.StandIn(Math.Max(composition.Payload.Length, 0));
                composition = composer.Compose(snapshot, request, bytes, framing, body: body);
            }

            string[] secrets = [.. ModelOf(composition.Route, snapshot.Model)?.SetHeaders.Where(static header => header.IsSecret).Select(static header => header.Name) ?? []];
            return new RequestExplanation
            {
                Route = ModelOf(composition.Route, snapshot.Model),
                Address = AddressOf(composition.Route),
                Refusal = composition.Error is { } error ? Refusal(error, composition.Detail) : null,
                Head = composition.Block is null ? null : SecretMask.Apply(Encoding.Latin1.GetString(composition.Head.Span), secrets),
                HasBody = framing.HasBody,
                BodyIsReadFirst = isReadFirst,
                CanonicalRequest = canonical is null ? null : SecretMask.Apply(canonical, secrets),
                StringToSign = toSign,
            };
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
            foreach (SignerSlot signer in signers)
            {
                signer.Dispose();
            }
        }
    }

    private static RequestExplanation Rejected(RejectReason reason) => new() { Refusal = Refusal(ErrorAnswers.Of(reason), "") };

    private static RequestRefusal Refusal(ErrorAnswer answer, string detail) => new(answer.Status, answer.Name, answer.Message, detail, "");

    /// <summary>The compiled route's origin: host and path prefix are unique in a configuration.</summary>
    private static RouteModel? ModelOf(Route? route, ProxyModel configuration) => route is null ? null
        : configuration.Routes.First(candidate =>
            candidate.Host == route.Host && Encoding.ASCII.GetBytes(candidate.PathPrefix).AsSpan().SequenceEqual(route.PathPrefix));

    private static UpstreamAddress? AddressOf(Route? route) => route is null ? null
        : new UpstreamAddress(route.Upstream.Key.Targets, route.Upstream.Key.ServerName);
}
