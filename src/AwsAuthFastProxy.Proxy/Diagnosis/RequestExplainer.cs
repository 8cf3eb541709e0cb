using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Healing;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Payload;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Variables;
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
            List<string> trace = [];
            var values = new RequestValues { Clock = new LogClock(loop), Trace = snapshot.HasRewriting ? trace : null, Listener = ListenerOf(snapshot.Model, request.Host.Of(bytes)) };
            Composition composition = composer.Compose(snapshot, request, bytes, framing, values: values);
            bool isReadFirst = composition.Payload.IsReadFirst;
            if (isReadFirst)
            {
                var body = new CollectedBody(loop.Buffers, new SpoolBudget());
                body.StandIn(Math.Max(composition.Payload.Length, 0));
                trace.Clear();
                composition = composer.Compose(snapshot, request, bytes, framing, body: body, values: values);
            }

            string[] secrets = [.. composition.Route?.Model.SetHeaders.Where(static header => header.IsSecret).Select(static header => header.Name) ?? []];
            string[] outside = [.. Templates(snapshot.Model).SelectMany(static text => text.Outside).Distinct()];
            return new RequestExplanation
            {
                Route = composition.Route?.Model,
                Steps = [.. trace.Select(step => SecretMask.Without(step, outside))],
                Answer = composition.Answer.IsNone ? null : new ExplainedAnswer(
                    composition.Answer.Status, composition.Answer.IsLocation, SecretMask.Without(Encoding.Latin1.GetString(values.Of(composition.Answer.Text)), outside)),
                Address = AddressOf(composition.Route),
                Refusal = composition.Error is { } error ? Refusal(error, composition.Detail) : null,
                Head = composition.Block is null ? null : SecretMask.Without(SecretMask.Apply(Encoding.Latin1.GetString(composition.Head.Span), secrets), outside),
                HasBody = framing.HasBody,
                BodyIsReadFirst = isReadFirst,
                CanonicalRequest = canonical is null ? null : SecretMask.Without(SecretMask.Apply(canonical, secrets), outside),
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

    /// <summary>Every text with variables, whose values from outside may show in what is explained.</summary>
    private static IEnumerable<TextTemplate> Templates(ProxyModel model) =>
        model.Servers.SelectMany(static server => server.Rewrite).Concat(model.Routes.SelectMany(static route => route.Rewrite)).SelectMany(TextsOf)
            .Concat(model.Routes.Select(static route => route.Target).OfType<TextTemplate>())
            .Concat(model.Routes.SelectMany(static route => route.SetHeaders).Select(static header => header.Value));

    private static IEnumerable<TextTemplate> TextsOf(RewriteStep step) => step switch
    {
        SetStep set => [set.To],
        RewriteRule { Query: { } query } rule => [rule.To, query],
        RewriteRule rule => [rule.To],
        ReturnStep { To: { } text } => [text],
        _ => [],
    };

    private static RequestExplanation Rejected(RejectReason reason) => new() { Refusal = Refusal(ErrorAnswers.Of(reason), "") };

    private static RequestRefusal Refusal(ErrorAnswer answer, string detail) => new(answer.Status, answer.Name, answer.Message, detail, "");

    /// <summary>The listener whose port the request names; the first where none has it.</summary>
    private static int ListenerOf(ProxyModel configuration, ReadOnlySpan<byte> host)
    {
        ReadOnlySpan<byte> text = host[(host.LastIndexOf((byte)':') + 1)..];
        int port = text.Length < host.Length && int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : 80;
        for (int i = 0; i < configuration.Listeners.Count; i++)
        {
            if (configuration.Listeners[i].EndPoint.Port == port)
            {
                return i;
            }
        }

        return 0;
    }

    private static UpstreamAddress? AddressOf(Route? route) => route?.Model.Upstream is null ? null
        : new UpstreamAddress(route.Upstream.Key.Targets, route.Upstream.Key.ServerName);
}
