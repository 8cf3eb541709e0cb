using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>The proxy in front of the embedded S3 origin, which verifies every signature by the AWS documents alone, with the same clock.</summary>
internal sealed class S3Rig : IDisposable
{
    private readonly S3Origin _origin;

    public S3Rig(
        ProxyModel model,
        DateTimeOffset? now = null,
        string? sessionToken = null,
        string domain = "s3.example",
        string region = "us-east-1",
        string service = "s3",
        TimeProvider? clock = null,
        int port = 80)
    {
        Proxy = new ProxyRig(model, now);
        var options = new OriginOptions { Clock = clock ?? Proxy.Clock, Domain = domain, Region = region, Service = service };
        options.Credentials.Add(new OriginCredential(Models.AccessKey, Models.Secret, sessionToken));
        Trust = (accessKey, token) => options.Credentials.Add(new OriginCredential(accessKey, Models.Secret, token));
        Store = new ObjectStore(Proxy.Clock);
        Store.CreateBucket("photos");
        _origin = new S3Origin(options, Store);
        _origin.RequestReceived += Requests.Add;
        _origin.RequestRefused += reason => Assert.Fail($"the origin refused the proxy's HTTP: {reason}");
        Proxy.Answer(connection => _ = ServeAsync(_origin, connection), port);
    }

    public ProxyRig Proxy { get; }

    public ObjectStore Store { get; }

    /// <summary>Makes the origin know another access key, with the same secret, and its token.</summary>
    public Action<string, string?> Trust { get; }

    /// <summary>What the origin got, with its verdict on the signature.</summary>
    public List<OriginRequest> Requests { get; } = [];

    /// <summary>What the origin died of.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Sends a request without a body and returns what the client heard.</summary>
    public string Ask(string requestLine, params string[] fields)
    {
        string text = $"{requestLine} HTTP/1.1\r\nHost: h.example\r\n{string.Concat(fields.Select(static field => field + "\r\n"))}\r\n";
        WireEnd client = Proxy.Send(text);
        string heard = client.Received;
        client.Close();
        return heard;
    }

    /// <summary>The origin answers at this address too.</summary>
    public void AnswerAt(System.Net.IPEndPoint endPoint) => Proxy.Loop.Answer(endPoint, connection => _ = ServeAsync(_origin, connection));

    /// <summary>Sends a whole request to the origin, past the proxy, and returns what it answered.</summary>
    public string AskOrigin(string request)
    {
        (MemoryConnection near, MemoryConnection far) = MemoryConnection.Pair(Proxy.Loop);
        _ = ServeAsync(_origin, near);
        var client = new WireEnd(far);
        client.Send(request);
        client.SendNext();
        Proxy.Run();
        string heard = client.Received;
        client.Close();
        Proxy.Run();
        return heard;
    }

    public void AssertAccepted(string heard, SignatureForm form = SignatureForm.Header)
    {
        Assert.Null(Failure);
        Assert.NotEmpty(Requests);
        OriginRequest last = Requests[^1];
        Assert.True(last.Verdict.Accepted, $"{last.Target}: {last.Verdict.ErrorCode}\n{last.Verdict.CanonicalRequest}\n{heard}");
        Assert.Equal(form, last.Verdict.Form);
    }

    public void Dispose() => Proxy.Dispose();

    private async Task ServeAsync(S3Origin origin, MemoryConnection connection)
    {
        try
        {
            await using var stream = new DuplexStream(connection);
            await origin.ServeAsync(stream, CancellationToken.None);
        }
        catch (Exception e)
        {
            Failure = e;
        }

        connection.Close();
    }
}
