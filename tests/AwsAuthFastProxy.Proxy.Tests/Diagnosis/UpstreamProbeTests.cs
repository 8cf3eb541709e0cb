using System.Net;
using AwsAuthFastProxy.Proxy.Diagnosis;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Proxy.Tests.Diagnosis;

/// <summary>What <c>check --online</c> makes of answers that no server at hand gives, and of none.</summary>
public sealed class UpstreamProbeTests : IDisposable
{
    private static readonly IPAddress s_address = IPAddress.Parse("192.0.2.1");

    private readonly ManualClock _clock = new(ProxyRig.Noon);
    private readonly MemoryLoop _loop;
    private readonly List<WireEnd> _origins = [];
    private readonly List<ProbeStep> _steps = [];

    public UpstreamProbeTests() => _loop = new MemoryLoop(_clock);

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData(
        "HTTP/1.1 301 Moved Permanently\r\nx-amz-bucket-region: eu-west-1\r\nContent-Length: 0\r\n\r\n",
        "301: the bucket is in region eu-west-1: write \"region\": \"eu-west-1\" and that region's \"endpoint\"")]
    [InlineData(
        "HTTP/1.1 301 Moved Permanently\r\nContent-Length: 0\r\n\r\n",
        "301: the server redirects: see \"endpoint\" and \"style\"")]
    [InlineData(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://photos.s3-eu-west-1.example/\r\nContent-Length: 0\r\n\r\n",
        "307: the server redirects to https://photos.s3-eu-west-1.example/: see \"endpoint\" and \"style\"")]
    [InlineData("SSH-2.0-x\r\n", "the answer is not valid HTTP")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "HEAD was answered 204")]
    public void AnswerToHead_IsExplained(string answer, string explanation)
    {
        Probe(answer, "");

        Assert.StartsWith(explanation, _steps[^1].Text, StringComparison.Ordinal);
        Assert.Equal(explanation.StartsWith("HEAD", StringComparison.Ordinal), _steps[^1].IsOk);
        Assert.Single(_origins);
    }

    [Theory]
    [InlineData("400 Bad Request", "InvalidToken", "the session token of credentials \"edge\" is wrong or has expired")]
    [InlineData("400 Bad Request", "ExpiredToken", "the session token of credentials \"edge\" is wrong or has expired")]
    [InlineData("301 Moved Permanently", "PermanentRedirect", "301: the server redirects: see \"endpoint\" and \"style\"")]
    [InlineData("403 Forbidden", "AccessDenied", "the signature was accepted, but credentials \"edge\" may not list the bucket")]
    [InlineData("403 Forbidden", "SomethingElse", "words of the server")]
    [InlineData("404 Not Found", "NoSuchBucket", "the endpoint has no bucket \"photos\"")]
    public void ErrorDocument_IsExplained(string status, string code, string explanation)
    {
        string body = $"<Error><Code>{code}</Code><Message>words of the server</Message></Error>";
        Probe("HTTP/1.1 400 Bad Request\r\n\r\n", $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.Contains($" {code}: {explanation}", _steps[^1].Text, StringComparison.Ordinal);
        Assert.False(_steps[^1].IsOk);
        Assert.Equal(2, _origins.Count);
    }

    [Fact]
    public void PermanentRedirectWithItsRegion_NamesTheRegion()
    {
        const string Body = "<Error><Code>PermanentRedirect</Code><Message>m</Message><Region>eu-west-3</Region></Error>";
        Probe(
            "HTTP/1.1 400 Bad Request\r\n\r\n",
            $"HTTP/1.1 301 Moved Permanently\r\nTransfer-Encoding: chunked\r\n\r\n{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n");

        Assert.Contains("the bucket is in region eu-west-3: write \"region\": \"eu-west-3\"", _steps[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void NameThatIsNotResolvedInTime_IsSaidToBeSo()
    {
        ValueTask<bool> probe = Start(static _ => new TaskCompletionSource<IPAddress[]>().Task);
        _loop.RunUntilIdle();
        Assert.Empty(_steps);

        _clock.Advance(TimeSpan.FromSeconds(4));
        _loop.RunUntilIdle();

        Assert.True(probe.IsCompleted);
        Assert.Equal(("resolve", "s3.example: no answer within 3 s (\"timeouts\": \"connect\")"), (_steps.Single().Name, _steps.Single().Text));
    }

    [Fact]
    public void AddressThatSwallowsPackets_IsSaidToBeSo()
    {
        _loop.Hold(new IPEndPoint(s_address, 80));
        ValueTask<bool> probe = Start(static _ => Task.FromResult<IPAddress[]>([s_address]));
        _loop.RunUntilIdle();
        _clock.Advance(TimeSpan.FromSeconds(4));
        _loop.RunUntilIdle();

        Assert.True(probe.IsCompleted);
        Assert.Contains("no connection within 3 s", _steps[^1].Text, StringComparison.Ordinal);
        Assert.Equal(0, _loop.HeldDials);
    }

    [Fact]
    public void TimesAreCountedFromTheirStage()
    {
        // A loop that has run for long, as behind other upstreams.
        _clock.Advance(TimeSpan.FromHours(1));
        _loop.RunUntilIdle();

        Probe("HTTP/1.1 200 OK\r\n\r\n", "");

        Assert.True(_steps[^1].IsOk, _steps[^1].Text);
    }

    private ValueTask<bool> Start(Func<string, Task<IPAddress[]>> lookup)
    {
        _loop.Answer(new IPEndPoint(s_address, 80), connection => _origins.Add(new WireEnd(connection)));
        var probe = new UpstreamProbe(_loop, Models.Bucket(style: BucketStyle.Path), new TimeoutModel(), _clock, _steps.Add, lookup);
        return probe.RunAsync();
    }

    private void Probe(string toHead, string toGet)
    {
        ValueTask<bool> probe = Start(static _ => Task.FromResult<IPAddress[]>([s_address]));
        for (int answered = 0; !probe.IsCompleted; answered++)
        {
            _loop.RunUntilIdle();
            WireEnd origin = _origins[answered];
            Assert.EndsWith("\r\n\r\n", origin.Received, StringComparison.Ordinal);
            origin.Send(origin.Received.StartsWith("HEAD", StringComparison.Ordinal) ? toHead : toGet).SendNext();
            _loop.RunUntilIdle();
        }

        Assert.Equal(_steps[^1].IsOk, probe.GetAwaiter().GetResult());
        Assert.Equal(0, _loop.Buffers.Outstanding);
    }
}
