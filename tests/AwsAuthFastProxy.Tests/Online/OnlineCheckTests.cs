using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Tests.CommandLine;
using Xunit;

namespace AwsAuthFastProxy.Tests.Online;

/// <summary><c>check --online</c> against the embedded origin and against what is none.</summary>
public sealed class OnlineCheckTests
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string OtherSecret = "bPxRfiCYEXAMPLEKEY/wJalrXUtnFEMI/K7MDENG";

    [Fact]
    public async Task GoodUpstream_IsOkInEveryStep()
    {
        await using var origin = Start();

        var run = Check($"http://127.0.0.1:{origin.Port}");

        Assert.Equal(0, run.Status);
        Assert.EndsWith(
            $"""

            online store:
              resolve  ok      127.0.0.1: 127.0.0.1
              connect  ok      127.0.0.1:{origin.Port}
              sign     ok      with credentials c for us-east-1/s3
              clock    ok      S3's clock minus ours is +00:00:00
              request  ok      HEAD was answered 200

            """,
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongSecret_IsSaidToBeWrong()
    {
        await using var origin = Start();

        var run = Check($"http://127.0.0.1:{origin.Port}", secret: OtherSecret);

        AssertFailed(run, "request  failed  403 SignatureDoesNotMatch: the secret or signing key of credentials \"c\" does not belong to the access key");
        Assert.DoesNotContain(OtherSecret, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownAccessKey_IsSaidToBeUnknown()
    {
        await using var origin = Start(new OriginOptions { Clock = FixedClock.OfCases() }, accessKey: "AKIDOTHER");

        AssertFailed(Check($"http://127.0.0.1:{origin.Port}"), "403 InvalidAccessKeyId: the server does not know the access key of credentials \"c\"");
    }

    [Fact]
    public async Task WrongRegion_GetsTheRightOne()
    {
        await using var origin = Start(new OriginOptions { Clock = FixedClock.OfCases(), Region = "eu-west-1" });

        AssertFailed(
            Check($"http://127.0.0.1:{origin.Port}"),
            "400 AuthorizationHeaderMalformed: the server expects region eu-west-1, the upstream says us-east-1: write \"region\": \"eu-west-1\"");
    }

    [Theory]
    [InlineData(20, "+00:20:00")]
    [InlineData(-16, "-00:16:00")]
    public async Task SkewedClock_IsMeasured(int minutes, string difference)
    {
        var clock = new FixedClock(FixedClock.OfCases().GetUtcNow().AddMinutes(minutes));
        await using var origin = Start(new OriginOptions { Clock = clock });

        var run = Check($"http://127.0.0.1:{origin.Port}");

        AssertFailed(run, $"clock    failed  S3's clock minus ours is {difference}");
        AssertFailed(run, $"403 RequestTimeTooSkewed: S3's clock minus ours is {difference}; more than 15 minutes are not taken");
    }

    [Fact]
    public async Task UnknownBucket_IsNamed()
    {
        await using var origin = Start();

        AssertFailed(
            Check($"http://127.0.0.1:{origin.Port}", bucket: "no-such-bucket"),
            "404 NoSuchBucket: the endpoint has no bucket \"no-such-bucket\"");
    }

    [Fact]
    public async Task UnsignedUpstreamOfAClosedBucket_IsDenied()
    {
        await using var origin = Start();

        var run = Check($"http://127.0.0.1:{origin.Port}", credentials: "");

        AssertFailed(run, "403 AccessDenied: the request was not signed and the bucket is not public");
        Assert.Contains("sign     ok      not signed: the upstream has no credentials", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BucketNamedByClients_IsTriedAtTheService()
    {
        await using var origin = Start();

        var run = Check($"http://127.0.0.1:{origin.Port}", bucket: "{path}");

        Assert.Equal(0, run.Status);
        Assert.Contains("request  ok      GET was answered 200 (HEAD 405)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusedPort_IsSaidToBeSo()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();

        var run = Check($"http://127.0.0.1:{port}");

        AssertFailed(run, $"connect  failed  127.0.0.1:{port}: ");
        Assert.Contains("nothing listens there", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownName_FailsToResolve() =>
        AssertFailed(Check("http://no-such-host.invalid"), "resolve  failed  no-such-host.invalid: ");

    [Fact]
    public void SilentServer_IsGivenItsTimeOnly()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var run = Check($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", timeouts: "\"upstreamFirstByte\": \"50ms\"");

        AssertFailed(run, "request  failed  the time was up before an answer came");
    }

    [Fact]
    public void SilentServerInsteadOfTls_IsGivenItsTimeOnly()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var run = Check($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", timeouts: "\"connect\": \"50ms\"");

        AssertFailed(run, "tls      failed  TLS handshake timed out");
    }

    [Fact]
    public async Task EveryUpstream_IsTriedAfterAFailure()
    {
        await using var origin = Start();

        var run = Check($"http://127.0.0.1:{origin.Port}", second: "http://no-such-host.invalid");

        AssertFailed(run, "request  ok      HEAD was answered 200");
        AssertFailed(run, "resolve  failed  no-such-host.invalid: ");
    }

    [Fact]
    public async Task TlsWithItsCa_IsDescribed()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var origin = Start(certificate: certificate);

        var run = Check($"https://localhost:{origin.Port}", tls: "\"ca\": \"ca.pem\"", caFile: authority.Pem);

        Assert.Equal(0, run.Status);
        Assert.Matches(@"tls      ok      TLS 1\.[23], certificate CN=localhost for localhost, by CN=Test authority, valid until \d{4}-\d\d-\d\d \(", run.Output);
        Assert.Contains("request  ok      HEAD was answered 200", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsOfAnUnknownCa_ShowsTheCertificateAndTheRemedy()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var origin = Start(certificate: certificate);

        var run = Check($"https://localhost:{origin.Port}");

        AssertFailed(run, "tls      failed  TLS handshake failed: ");
        AssertFailed(run, "its CA is not trusted here: name it in \"tls\": { \"ca\": \"FILE.pem\" }");
        AssertFailed(run, "it presents certificate CN=localhost for localhost, by CN=Test authority");
        Assert.DoesNotContain("request ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsForAnotherName_NamesBoth()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("store.internal");
        await using var origin = Start(certificate: certificate);

        var run = Check($"https://localhost:{origin.Port}", tls: "\"ca\": \"ca.pem\"", caFile: authority.Pem);

        AssertFailed(run, "the certificate is not for localhost");
        AssertFailed(run, "CN=store.internal for store.internal");
        Assert.Equal(0, Check($"https://localhost:{origin.Port}", tls: "\"ca\": \"ca.pem\", \"serverName\": \"store.internal\"", caFile: authority.Pem).Status);
    }

    [Fact]
    public async Task TlsToAPlainPort_IsSaidToBeSo()
    {
        await using var origin = Start();

        AssertFailed(Check($"https://127.0.0.1:{origin.Port}"), "the port does not speak TLS: then the endpoint is http://");
    }

    [Fact]
    public async Task PlainToATlsPort_IsSaidToBeSo()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("localhost");
        await using var origin = Start(certificate: certificate);

        AssertFailed(Check($"http://127.0.0.1:{origin.Port}"), "if the port speaks TLS, the endpoint is https://");
    }

    private static OriginListener Start(
        OriginOptions? options = null, string accessKey = AccessKey, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        options ??= new OriginOptions { Clock = FixedClock.OfCases() };
        options.Credentials.Add(new OriginCredential(accessKey, Secret));
        var store = new ObjectStore(options.Clock);
        store.CreateBucket("data");
        return OriginListener.Start(new S3Origin(options, store), certificate: certificate);
    }

    private static CommandRun Check(
        string endpoint,
        string secret = Secret,
        string bucket = "data",
        string credentials = "\"credentials\": \"c\",",
        string timeouts = "",
        string tls = "",
        string? caFile = null,
        string? second = null)
    {
        using var directory = new TemporaryDirectory();
        if (caFile is not null)
        {
            directory.Write("ca.pem", caFile);
        }

        var upstream = $$"""{ "endpoint": "ENDPOINT", "bucket": "{{bucket}}", "style": "path", "region": "us-east-1", {{credentials}} "tls": { {{tls}} } }""";
        if (endpoint.StartsWith("http:", StringComparison.Ordinal))
        {
            upstream = upstream.Replace(", \"tls\": {  }", "", StringComparison.Ordinal).Replace("\"tls\": {  }", "", StringComparison.Ordinal);
        }

        var other = second is null ? "" : $", \"other\": {upstream.Replace("ENDPOINT", second, StringComparison.Ordinal)}";
        var file = directory.Write(
            "proxy.json",
            $$"""
            { "listen": [ { "address": "127.0.0.1:0" } ],
              "credentials": { "c": { "accessKey": "{{AccessKey}}", "secretKey": "${env:KEY}" } },
              "upstreams": { "store": {{upstream.Replace("ENDPOINT", endpoint, StringComparison.Ordinal)}}{{other}} },
              "routes": [ { "path": "/", "upstream": "store" } ],
              "timeouts": { {{timeouts}} } }
            """);
        var run = CommandRun.With("", name => name == "KEY" ? secret : null, "check", "--online", "-c", file);
        Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.Ordinal);
        return run;
    }

    private static void AssertFailed(CommandRun run, string explanation)
    {
        Assert.True(run.Output.Contains(explanation, StringComparison.Ordinal), run.Output + run.Error);
        Assert.Equal(1, run.Status);
    }
}
