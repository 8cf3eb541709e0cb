using System.Globalization;
using System.Net;
using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;
using AwsAuthFastProxy.Transport.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>
/// Tries one upstream step by step, on the caller's loop, by the code that serves: resolve, connect, TLS, a signed HEAD of the bucket,
/// and where that is refused a signed GET, whose body says why. Never throws for what the network or the server does.
/// </summary>
internal sealed class UpstreamProbe : IDisposable
{
    private const string HeadRequest = "HEAD / HTTP/1.1\r\nHost: check\r\n\r\n";
    private const string BucketListing = "GET /?list-type=2&max-keys=1 HTTP/1.1\r\nHost: check\r\n\r\n";
    private const string ServiceListing = "GET / HTTP/1.1\r\nHost: check\r\n\r\n";

    private readonly Loop _loop;
    private readonly TimeProvider _time;
    private readonly Action<ProbeStep> _report;
    private readonly UpstreamModel _model;
    private readonly Snapshot _snapshot;
    private readonly NameResolver _resolver;
    private readonly ConnectionKey _key;
    private readonly SignerSlot _signer;
    private readonly RequestComposer _composer;

    public UpstreamProbe(
        Loop loop, UpstreamModel upstream, TimeoutModel timeouts, TimeProvider time, Action<ProbeStep> report, Func<string, Task<IPAddress[]>>? lookup = null)
    {
        (_loop, _time, _report, _model) = (loop, time, report, upstream);
        _snapshot = SnapshotOf(upstream, timeouts);
        _resolver = new NameResolver(lookup, time);
        _key = _snapshot.Upstreams[0].Key;
        _signer = new SignerSlot(_snapshot.Upstreams[0], new ShardCounters(), NullLogger.Instance);
        _composer = new RequestComposer(loop.Buffers, new ShardClock(loop), _ => _signer);
    }

    /// <inheritdoc/>
    public void Dispose() => _signer.Dispose();

    /// <summary>True when every step went well.</summary>
    public async ValueTask<bool> RunAsync()
    {
        string names = string.Join(", ", _key.Targets.Select(static target => target.Host));
        Destinations found = await DialerOf(_key).ResolveAsync(_loop.Now + _snapshot.Connect)
            ?? new Destinations([], $"{names}: no answer within {Seconds(_snapshot.Connect)} (\"timeouts\": \"connect\")");
        if (!Report("resolve", found.EndPoints.Length > 0, found.Error ?? $"{names}: {string.Join(", ", found.EndPoints.Select(static endPoint => endPoint.Address))}"))
        {
            return false;
        }

        UpstreamDial dial = await DialAsync(_key);
        if (!await ReportDialAsync(dial))
        {
            dial.Connection?.Close();
            return false;
        }

        byte[]? head = Compose(HeadRequest);
        if (head is null)
        {
            dial.Connection!.Close();
            return false;
        }

        ProbeResponse answer = await ExchangeAsync(dial.Connection!, head, RequestMethod.Head);
        ProbeResponse? listing = answer.Status is >= 400 and < 500 ? await ListAsync() : null;
        TimeSpan? skew = (listing?.Date ?? answer.Date) - _time.GetUtcNow();
        if (skew is { } known)
        {
            // Date has whole seconds.
            Report("clock", known.Duration() <= S3Verdict.MaxSkew, S3Verdict.Describe(TimeSpan.FromSeconds(Math.Round(known.TotalSeconds))));
        }

        ProbeStep verdict = new S3Verdict(_model, skew is { } some ? TimeSpan.FromSeconds(Math.Round(some.TotalSeconds)) : null).Judge(answer, listing);
        _report(verdict);
        return verdict.IsOk && !(skew?.Duration() > S3Verdict.MaxSkew);
    }

    /// <summary>The upstream alone behind a route that takes everything; without a bucket where clients name it.</summary>
    private static Snapshot SnapshotOf(UpstreamModel upstream, TimeoutModel timeouts)
    {
        UpstreamModel probed = upstream.BucketSource is BucketSource.Fixed or BucketSource.None ? upstream : new UpstreamModel
        {
            Name = upstream.Name,
            EndpointHost = upstream.EndpointHost,
            EndpointPort = upstream.EndpointPort,
            ConnectTo = upstream.ConnectTo,
            Tls = upstream.Tls,
            EndpointPath = upstream.EndpointPath,
            Region = upstream.Region,
            Service = upstream.Service,
            Credentials = upstream.Credentials,
        };
        var route = new RouteModel
        {
            PathPrefix = "/",
            Upstream = probed,
            Sign = probed.Credentials is not null,
            Methods = MethodSet.All,
            Operations = Operations.All,
        };
        return new Snapshot(new ProxyModel { Listeners = [], Upstreams = [probed], Routes = [route], Timeouts = timeouts }, workers: 1);
    }

    private UpstreamDialer DialerOf(ConnectionKey key) => new(_loop, _resolver, key, new ShardCounters(), NullLogger.Instance);

    private ValueTask<UpstreamDial> DialAsync(ConnectionKey key) => DialerOf(key).DialAsync(_loop.Now + _snapshot.Connect);

    private async ValueTask<bool> ReportDialAsync(UpstreamDial dial)
    {
        string address = string.Join(" ", _key.Targets);
        bool inTls = dial.Connection is null && (dial.Error == ProxyError.TlsFailed || dial.Detail.StartsWith("TLS", StringComparison.Ordinal));
        if (dial.Connection is null && !inTls)
        {
            string why = dial.Error == ProxyError.ConnectTimedOut
                ? $"no connection within {Seconds(_snapshot.Connect)} (\"timeouts\": \"connect\"): is a firewall between?"
                : $"{dial.Detail}{(dial.Detail.Contains("refused", StringComparison.OrdinalIgnoreCase) ? ": nothing listens there" : "")}";
            return Report("connect", false, $"{address}: {why}");
        }

        Report("connect", true, dial.Connection?.RemoteEndPoint?.ToString() ?? address);
        if (_key.ServerName is not { } serverName)
        {
            return true;
        }

        return dial.Connection is TlsConnection tls
            ? Report("tls", true, TlsFindings.Describe(tls, _key.Verify, _time.GetUtcNow()))
            : Report("tls", false, $"{dial.Detail}{TlsFindings.Remedy(dial.Detail, serverName)}{await PresentedAsync()}");
    }

    /// <summary>Which certificate was refused: looked at on a connection over which nothing is sent.</summary>
    private async ValueTask<string> PresentedAsync()
    {
        UpstreamDial dial = await DialAsync(_key with { Verify = false });
        if (dial.Connection is not TlsConnection tls)
        {
            dial.Connection?.Close();
            return "";
        }

        string presented = $"; it presents {TlsFindings.Describe(tls.ServerCertificate, _time.GetUtcNow())}";
        tls.Close();
        return presented;
    }

    private async ValueTask<ProbeResponse> ListAsync()
    {
        UpstreamDial dial = await DialAsync(_key);
        return dial.Connection is { } connection
            ? await ExchangeAsync(connection, Compose(_model.BucketSource == BucketSource.Fixed ? BucketListing : ServiceListing, silently: true)!, RequestMethod.Get)
            : ProbeResponse.None(dial.Detail);
    }

    private async ValueTask<ProbeResponse> ExchangeAsync(Connection connection, byte[] head, RequestMethod method)
    {
        ProbeResponse response = await new ProbeExchange(_loop, _snapshot).RunAsync(connection, head, method);
        connection.Close();
        return response;
    }

    private byte[]? Compose(string text, bool silently = false)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        var request = new RequestHead();
        HeadParser.ParseRequest(bytes, 0, request, _snapshot.HeadLimits);
        Composition composition = _composer.Compose(_snapshot, request, bytes, MessageFraming.OfRequest(request, bytes));
        if (composition.Error is { } error)
        {
            Report("sign", false, composition.Detail.Length > 0 ? composition.Detail : error.Message);
            return null;
        }

        byte[] head = composition.Head.ToArray();
        _loop.Buffers.Return(composition.Block!);
        if (!silently)
        {
            Report("sign", true, _model.Credentials is null
                ? "not signed: the upstream has no credentials"
                : $"with credentials {_model.Credentials.Name} for {_model.Region}/{_model.Service}");
        }

        return head;
    }

    private bool Report(string name, bool ok, string text)
    {
        _report(new ProbeStep(name, ok, text));
        return ok;
    }

    private static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.###} s");
}
