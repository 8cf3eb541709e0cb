using System.Diagnostics;
using System.Net;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// What is noted of one exchange: when its stages ended, what came of it. At the end it is counted and, where a log is configured, written.
/// Four looks at the clock, some 24 ns each; the loop's own clock, which costs nothing, is too coarse.
/// </summary>
internal sealed class ExchangeRecord(Shard shard)
{
    private const int ClientGone = 499;

    private readonly AccessLogEntry _entry = new();
    private Connection? _client;
    private RouteCounters? _counters;
    private Route? _route;
    private RequestMethod _method;
    private bool _hasHead;
    private bool _answered;
    private int _status;
    private int _upstreamStatus;
    private bool _reused;
    private string? _error;
    private long _connection;
    private long _requests;
    private long _sentBefore;
    private long _consumedBefore;
    private long _head;
    private long _sentBeforeHead;
    private long _begunMilliseconds;
    private long _begun;
    private long _headRead;
    private int _requestLength;
    private IPEndPoint? _upstreamAddress;
    private long _upstreamSentBefore;
    private long _upstreamConsumedBefore;
    private long _upstreamSent;
    private long _upstreamReceived;
    private long _composed;
    private long _composedMilliseconds;
    private long _rented;
    private long _responded;

    /// <summary>Who asks, as far as is known: not the balancer or proxy that passes it on.</summary>
    public ClientAddress Client { private get; set; }

    /// <summary>What texts may show of the request; null where no text and no log of the configuration shows any of it.</summary>
    public RequestValues? Values { private get; set; }

    /// <summary>Bytes of the body of an answer of the proxy's own.</summary>
    public int OwnBody { private get; set; }

    /// <summary>The number of its connection.</summary>
    public long Connection => _connection;

    /// <summary>Which of the connection's requests it is, from 1.</summary>
    public long ConnectionRequests => _requests;

    /// <summary>Which of its connection's requests comes next.</summary>
    public void Number(long connection, long requests) => (_connection, _requests) = (connection, requests);

    /// <summary>The first byte is there.</summary>
    public void Begin(Connection client)
    {
        _client = client;
        _counters = null;
        _route = null;
        _method = RequestMethod.Other;
        _hasHead = _answered = _reused = false;
        _status = _upstreamStatus = 0;
        _error = null;
        _upstreamAddress = null;
        Values = null;
        _upstreamSent = _upstreamReceived = 0;
        _sentBefore = client.Output.SentBytes;
        _consumedBefore = client.Input.Consumed;
        OwnBody = _requestLength = 0;
        _head = _sentBeforeHead = 0;
        _begunMilliseconds = shard.Loop.Now;
        _begun = _headRead = _composed = _rented = _responded = 0;
    }

    /// <summary>The head is whole and well-formed.</summary>
    public void HeadRead(RequestHead head)
    {
        _hasHead = true;
        _method = head.Method;
        _requestLength = head.Length;
        _headRead = Now();
        _begun = FirstByte(_headRead);
    }

    /// <summary>The request is routed, and signed or refused; its head is still there.</summary>
    public void Composed(Route? route, RequestHead head, ReadOnlySpan<byte> bytes)
    {
        _composed = Now();
        _composedMilliseconds = shard.Loop.Now;
        _route = route;
        _counters = route is null ? shard.Telemetry.Unrouted : shard.Telemetry.Of(route.Index);
        Open(route is null ? shard.Snapshot.AccessLog : route.AccessLog, head, bytes);
    }

    /// <summary>There is a connection to the upstream.</summary>
    public void Rented(UpstreamConnection upstream)
    {
        bool reused = upstream.IsReused;
        _reused = reused;
        _upstreamAddress = upstream.Peer.EndPoint;
        _upstreamSentBefore = upstream.Connection.Output.SentBytes;
        _upstreamConsumedBefore = upstream.Connection.Input.Consumed;
        _responded = 0;

        // One that was kept ready comes in the same turn.
        _rented = reused && shard.Loop.Now == _composedMilliseconds ? _composed : Now();
    }

    /// <summary>A try on the connection is over.</summary>
    public void Tried(UpstreamConnection upstream)
    {
        long sent = upstream.Connection.Output.SentBytes - _upstreamSentBefore;
        long received = upstream.Connection.Input.Consumed - _upstreamConsumedBefore;
        (_upstreamSent, _upstreamReceived) = (_upstreamSent + sent, _upstreamReceived + received);
        shard.Counters.UpstreamBytesSent += sent;
        shard.Counters.UpstreamBytesReceived += received;
    }

    /// <summary>The response's head is there, and composed for the client as <paramref name="headLength"/> bytes.</summary>
    public void Responded(ResponseHead head, ReadOnlySpan<byte> bytes, int headLength)
    {
        _responded = Now();
        _status = _upstreamStatus = head.Status;
        _head = headLength;
        _sentBeforeHead = _client!.Output.SentBytes;
        _entry.Respond(head.Fields, bytes);
    }

    /// <summary>The proxy answers itself, with a body of so many bytes.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="error">Why, or null where it is no error.</param>
    /// <param name="head">The request's head where it is well-formed.</param>
    /// <param name="bytes">Its bytes; or what came instead.</param>
    public void Answered(int status, ErrorAnswer? error, RequestHead head, ReadOnlySpan<byte> bytes)
    {
        _status = status;
        _answered = true;
        if (error is not null)
        {
            _error = error.Name;
            shard.Telemetry.Reject(ErrorAnswers.IndexOf(error));
        }

        if (_composed == 0)
        {
            _requestLength = Math.Max(_requestLength, bytes.Length);
            Open(shard.Snapshot.AccessLog, _hasHead ? head : null, bytes);
        }
    }

    /// <summary>It is over.</summary>
    /// <param name="complete">Whether the client got all.</param>
    public void End(bool complete)
    {
        Connection client = _client!;
        _client = null;
        if (!_hasHead && _status == 0)
        {
            // A connection that ended before it asked for anything.
            _entry.Forget();
            return;
        }

        long now = Now();
        _status = _status == 0 ? ClientGone : _status;
        RequestTelemetry telemetry = shard.Telemetry;
        (_counters ?? telemetry.Unrouted).Count(_method, _status);
        long sent = client.Output.SentBytes - _sentBefore;
        long received = Math.Max(client.Input.Consumed - _consumedBefore, _requestLength);
        shard.Counters.ClientBytesSent += sent;
        shard.Counters.ClientBytesReceived += received;
        long begun = _hasHead ? _begun : FirstByte(now);
        long sign = Between(_headRead, _composed);
        long queue = _reused ? Between(_composed, _rented) : -1;
        long connect = _reused ? -1 : Between(_composed, _rented);
        long firstByte = Between(_rented, _responded);
        Record(telemetry, ExchangeStage.Sign, sign);
        Record(telemetry, ExchangeStage.Queue, queue);
        Record(telemetry, ExchangeStage.Connect, connect);
        Record(telemetry, ExchangeStage.FirstByte, firstByte);
        Record(telemetry, ExchangeStage.Total, now - begun);
        if (!_entry.IsOpen || shard.AccessLogs is not { } lanes)
        {
            return;
        }

        _entry.End(
            new LogFacts
            {
                Remote = Client == ClientAddress.Of(client.RemoteEndPoint) ? client.RemoteEndPoint : Client.ToEndPoint(),
                Local = _entry.ShowsLocalEnd ? client.LocalEndPoint : null,
                IsTls = client is TlsConnection,
                TlsProtocol = _entry.ShowsTls && client is TlsConnection { IsClosed: false } tls ? TlsNames.Protocol(tls.Protocol) : default,
                TlsCipher = _entry.ShowsTls && client is TlsConnection { IsClosed: false } session ? TlsNames.Cipher(session.CipherSuite) : default,
                ServerName = Values?.ServerName,
                RequestId = Values is not null && _entry.ShowsId ? Values.Id : default,
                ProxyHost = _route?.Upstream.Host,
                ProxyPort = _route?.Upstream.Model.EndpointPort ?? 0,
                UpstreamAddress = _upstreamAddress,
                UpstreamBytesSent = _upstreamSent,
                UpstreamBytesReceived = _upstreamReceived,
                Status = _status,
                BytesSent = sent,
                BodyBytesSent = _answered ? Math.Min(OwnBody, sent) : BodyOf(client),
                RequestLength = received,
                IsComplete = complete,
                Connection = _connection,
                ConnectionRequests = _requests,
                Route = _route?.Label,
                Upstream = _route?.Model.Upstream?.Name,
                ProxyError = _error,
                UpstreamStatus = _upstreamStatus,
                UpstreamReused = _reused,
                Sign = Seconds(sign),
                Queue = Seconds(queue),
                Connect = Seconds(connect),
                FirstByte = Seconds(firstByte),
                Upstreams = _rented == 0 ? -1 : Seconds(now - _composed),
                Total = Seconds(now - begun),
            },
            lanes.Line,
            lanes.Clock);
    }

    /// <summary>Bytes behind the head of the response that was relayed; informational responses before it do not count.</summary>
    private long BodyOf(Connection client) => _upstreamStatus == 0 ? 0 : Math.Max(client.Output.SentBytes - _sentBeforeHead - _head, 0);

    /// <summary>When the first byte came, seen from <paramref name="now"/>; a head mostly comes in one turn of the loop.</summary>
    private long FirstByte(long now) => now - ((shard.Loop.Now - _begunMilliseconds) * (Stopwatch.Frequency / 1000));

    private static long Now() => Stopwatch.GetTimestamp();

    private static long Between(long from, long to) => from != 0 && to != 0 ? to - from : -1;

    private static double Seconds(long ticks) => ticks < 0 ? -1 : ticks / (double)Stopwatch.Frequency;

    private static void Record(RequestTelemetry telemetry, ExchangeStage stage, long ticks)
    {
        if (ticks >= 0)
        {
            telemetry.Of(stage).Record(ticks);
        }
    }

    private void Open(AccessLogTarget? target, RequestHead? head, ReadOnlySpan<byte> bytes)
    {
        if (target is not null && shard.AccessLogs is { } lanes)
        {
            _entry.Begin(target, lanes.Of(target), head, bytes, Rewritten());
        }
    }

    private LogRewritten Rewritten() => Values is not { } values ? default : new LogRewritten
    {
        HasPath = values.HasUri,
        Path = values.HasUri ? values.Uri : default,
        HasQuery = values.HasArguments,
        Query = values.HasArguments ? values.Arguments : default,
        ServerName = values.ServerName,
    };
}
