using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>The proxy in front of the embedded S3 origin, which verifies every signature by the AWS documents alone, with the same clock.</summary>
internal sealed class S3Rig : IDisposable
{
    public S3Rig(ProxyModel model, DateTimeOffset? now = null, string? sessionToken = null, string domain = "s3.example")
    {
        Proxy = new ProxyRig(model, now);
        var options = new OriginOptions { Clock = Proxy.Clock, Domain = domain };
        options.Credentials.Add(new OriginCredential(Models.AccessKey, Models.Secret, sessionToken));
        Trust = (accessKey, token) => options.Credentials.Add(new OriginCredential(accessKey, Models.Secret, token));
        Store = new ObjectStore(Proxy.Clock);
        Store.CreateBucket("photos");
        var origin = new S3Origin(options, Store);
        origin.RequestReceived += Requests.Add;
        origin.RequestRefused += reason => Assert.Fail($"the origin refused the proxy's HTTP: {reason}");
        Proxy.Answer(connection => _ = ServeAsync(origin, connection));
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

    public void AssertAccepted(string heard)
    {
        Assert.Null(Failure);
        Assert.NotEmpty(Requests);
        OriginRequest last = Requests[^1];
        Assert.True(last.Verdict.Accepted, $"{last.Target}: {last.Verdict.ErrorCode}\n{last.Verdict.CanonicalRequest}\n{heard}");
        Assert.Equal(SignatureForm.Header, last.Verdict.Form);
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
