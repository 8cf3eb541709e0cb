using System.Net;
using System.Text;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Sessions;
using AwsAuthFastProxy.Proxy.Upstreams;
using AwsAuthFastProxy.Transport.Naming;
using Microsoft.Extensions.Logging.Abstractions;

namespace AwsAuthFastProxy.Microbenchmarks.Wire;

/// <summary>One client, the whole proxy, one upstream that answers at once; all on one loop, in memory.</summary>
internal sealed class WireRig
{
    private readonly byte[] _request;
    private readonly byte[] _response;
    private readonly int _upstreamBody;
    private readonly int _bodyLength;
    private readonly WireConnection _client;
    private readonly Shard _shard;

    /// <param name="request">What the client sends, head and body.</param>
    /// <param name="response">What the upstream answers when it has a whole request.</param>
    /// <param name="sign">Whether requests are signed.</param>
    public WireRig(byte[] request, byte[] response, bool sign)
    {
        _request = request;
        _response = response;
        _upstreamBody = request.Length - EndOfHead(request);
        _bodyLength = response.Length - EndOfHead(response);
        Loop = new WireLoop(OnUpstream);
        _shard = new Shard(Loop, new Snapshot(Model(sign), workers: 1), new NameResolver(), NullLogger.Instance);
        _client = new WireConnection(Loop);
        new SessionList(_shard).Accept(_client);
    }

    /// <summary>The loop, for its clock and its buffers.</summary>
    public WireLoop Loop { get; }

    /// <summary>The connections to the upstream; one is kept there between exchanges.</summary>
    public UpstreamPool Pool => _shard.PoolOf(_shard.Snapshot.Upstreams[0]);

    /// <summary>The last request as the upstream got it.</summary>
    public string UpstreamRequest { get; private set; } = "";

    /// <summary>Keeps the upstream's requests for the check.</summary>
    public bool Observes { get; set; }

    /// <summary>One exchange; the answer's length.</summary>
    public int Exchange()
    {
        _client.TakeOutgoing();
        _client.Deliver(_request);
        Loop.RunUntilIdle();
        // A session that has ended answers nothing, very quickly.
        return _client.Outgoing.Length > _bodyLength ? _client.Outgoing.Length : throw new InvalidOperationException("no answer");
    }

    /// <summary>Throws unless an exchange gives the upstream's body to the client and the upstream a signature when one is due.</summary>
    public void Check(bool isSigned)
    {
        Observes = true;
        Exchange();
        Exchange();
        Observes = false;
        ReadOnlySpan<byte> body = _response.AsSpan(EndOfHead(_response));
        ReadOnlySpan<byte> answer = _client.Outgoing;
        if (!answer.StartsWith("HTTP/1.1 200 OK\r\n"u8) || !answer[EndOfHead(answer)..].SequenceEqual(body))
        {
            throw new InvalidOperationException("wrong answer: " + Encoding.Latin1.GetString(answer));
        }

        if (UpstreamRequest.Contains("Authorization: AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal) != isSigned)
        {
            throw new InvalidOperationException("wrong request: " + UpstreamRequest);
        }
    }

    private static int EndOfHead(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\r\n\r\n"u8) + 4;

    private static ProxyModel Model(bool sign)
    {
        var upstream = new UpstreamModel
        {
            Name = "photos",
            EndpointHost = "127.0.0.1",
            EndpointPort = 80,
            BucketSource = BucketSource.Fixed,
            Bucket = "photos",
            Style = BucketStyle.Path,
            // The baselines sign no body either.
            Payload = PayloadMode.Unsigned,
            Credentials = new SecretCredentials("key", "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", sessionToken: null),
        };
        var route = new RouteModel
        {
            PathPrefix = "/",
            Upstream = upstream,
            Sign = sign,
            Methods = MethodSet.All,
            Operations = Operations.Write,
        };
        return new ProxyModel
        {
            Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, 8000))],
            Upstreams = [upstream],
            Routes = [route],
            // One connection serves the whole run.
            Limits = new LimitModel { RequestsPerConnection = int.MaxValue },
        };
    }

    private void OnUpstream(WireConnection upstream)
    {
        ReadOnlySpan<byte> request = upstream.Outgoing;
        int head = EndOfHead(request);
        if (head < 4 || request.Length < head + _upstreamBody)
        {
            return;
        }

        if (Observes)
        {
            UpstreamRequest = Encoding.Latin1.GetString(request);
        }

        upstream.TakeOutgoing();
        upstream.Deliver(_response);
    }
}
