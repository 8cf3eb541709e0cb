using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>Answers that send clients to a presigned URL: what AWS's SDK would make, and what the origin takes.</summary>
public class PresignedAnswerTests
{
    private const string Token = "FwoGZXIvYXdzE/+token==";

    [Theory]
    [InlineData("GET", "/a")]
    [InlineData("HEAD", "/a")]
    [InlineData("GET", "/?list-type=2&prefix=a")]
    [InlineData("GET", "/a%20b/%C3%A4+?response-content-type=text/plain")]
    public void Client_IsSentToAUrlThatTheOriginTakes(string method, string target)
    {
        using S3Rig rig = Rig();
        rig.Store.Put("photos", "a", "hello"u8.ToArray());
        string heard = rig.Ask($"{method} {target}");

        Assert.StartsWith("HTTP/1.1 307 ", heard, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", heard, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", heard, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", heard, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Expires=300&", heard, StringComparison.Ordinal);
        Assert.Empty(rig.Requests);
        rig.AssertAccepted(Follow(rig, method, Location(heard)), SignatureForm.Query);
        Assert.Equal(1, rig.Proxy.Counters.Presigned);
        Assert.Equal(0, rig.Proxy.Counters.Dials);
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void Put_IsSentAwayWithWhatItSaysAboutTheObject()
    {
        using S3Rig rig = Rig();
        WireEnd client = rig.Proxy.Send("PUT /new HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nx-amz-meta-owner: me\r\nContent-Length: 5\r\n\r\n");
        string location = Location(client.Received);

        Assert.StartsWith("HTTP/1.1 307 ", client.Received, StringComparison.Ordinal);
        Assert.Contains("X-Amz-SignedHeaders=host%3Bx-amz-meta-owner&", location, StringComparison.Ordinal);
        rig.AssertAccepted(Follow(rig, "PUT", location, "x-amz-meta-owner: me\r\nContent-Length: 5\r\n", "hello"), SignatureForm.Query);
        Assert.Equal("hello", Encoding.ASCII.GetString(rig.Store.Get("photos", "new")!.Content.Span));
        client.Close();
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void Url_ExpiresWhenConfigured()
    {
        using S3Rig rig = Rig(change: static route => route with { PresignExpires = TimeSpan.FromDays(7) });
        rig.Store.Put("photos", "a", "hello"u8.ToArray());
        string location = Location(rig.Ask("GET /a"));

        rig.Proxy.Advance(TimeSpan.FromDays(7));
        Assert.StartsWith("HTTP/1.1 200 ", Follow(rig, "GET", location), StringComparison.Ordinal);
        rig.Proxy.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("HTTP/1.1 403 ", Follow(rig, "GET", location), StringComparison.Ordinal);
    }

    [Fact]
    public void NoKey_503()
    {
        CredentialSource none = new DayKeyCredentials("edge", Models.AccessKey, [], sessionToken: null);
        using S3Rig rig = Rig(credentials: none);

        Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
    }

    [Theory]
    [InlineData("", 4, 307)]
    [InlineData("", 5, 307)]
    [InlineData("", 6, 200)]
    [InlineData("Range: bytes=0-3", 5, 206)]
    [InlineData("Range: bytes=0-3", 4, 307)]
    public void LargeObject_IsNotRelayed(string field, long from, int status)
    {
        using S3Rig rig = Rig(change: route => route with { PresignFrom = from });
        rig.Store.Put("photos", "a", "hello"u8.ToArray());

        string heard = field.Length == 0 ? rig.Ask("GET /a") : rig.Ask("GET /a", field);

        Assert.StartsWith($"HTTP/1.1 {status} ", heard, StringComparison.Ordinal);
        if (status == 307)
        {
            rig.AssertAccepted(Follow(rig, "GET", Location(heard)), SignatureForm.Query);
            Assert.Equal(0, rig.Proxy.Counters.Truncated);
        }

        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void SmallAnswersOfARouteForLargeObjects_AreRelayed()
    {
        using S3Rig rig = Rig(change: static route => route with { PresignFrom = 1 << 20 });
        rig.Store.Put("photos", "a", new byte[2 << 20]);

        Assert.StartsWith("HTTP/1.1 200 ", rig.Ask("HEAD /a"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", rig.Ask("GET /missing"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 304 ", rig.Ask("GET /a", $"If-None-Match: {rig.Store.Get("photos", "a")!.ETag}"), StringComparison.Ordinal);
        WireEnd client = rig.Proxy.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /missing HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 307 ", client.Received, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 404 ", client.Received, StringComparison.Ordinal);
        client.Close();

        client = rig.Proxy.Send("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
        client.Close();
        client = rig.Proxy.Send($"PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: {1 << 20}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 307 ", client.Received, StringComparison.Ordinal);
        client.Close();
        rig.Proxy.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(BucketStyle.VirtualHost, null)]
    [InlineData(BucketStyle.Path, Token)]
    public void Urls_AreThoseOfAwsSdk(BucketStyle style, string? token)
    {
        var random = new Random(7);
        CredentialSource credentials = new SecretCredentials("edge", Models.AccessKey, Models.Secret, token);
        using S3Rig rig = Rig(style, credentials, static route => route with { PresignExpires = TimeSpan.FromSeconds(4711) });
        for (int i = 0; i < 500; i++)
        {
            string path = $"/{Text(random, "aZ09-._~ *'()!$&,;=:@+%#[]{}|\\^`\"<>äé日/")}";
            // The SDK sorts before it encodes, S3 after: names and values that both sort alike.
            string query = random.Next(2) == 0 ? "" : $"prefix={Uri.EscapeDataString(Text(random, "aZ0/+ =&%ä"))}";
            string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
            string mark = query.Length > 0 ? "?" : "";

            string location = Location(rig.Ask($"GET {escaped}{mark}{query}"));

            string host = style == BucketStyle.VirtualHost ? "photos.s3.example" : "s3.example/photos";
            Assert.Equal(Sdk($"http://{host}{escaped}{mark}{query}", token), Parameters(location));
        }
    }

    /// <summary>What the SDK signs: all its parameters, sorted, for it puts its own behind the request's.</summary>
    private static string Sdk(string url, string? token)
    {
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var request = new AWSSigningRequest { HttpMethod = HttpMethod.Get, RequestUri = new Uri(url, options) };
        var parameters = new AWSSigV4Parameters
        {
            Credentials = token is null
                ? new BasicAWSCredentials(Models.AccessKey, Models.Secret)
                : new SessionAWSCredentials(Models.AccessKey, Models.Secret, token),
            Region = RegionEndpoint.USEast1,
            Service = "s3",
            SignedAt = ProxyRig.Noon.UtcDateTime,
        };
        return Parameters(AWSSigV4Signer.Presign(request, parameters, TimeSpan.FromSeconds(4711)).Uri.OriginalString);
    }

    private static string Parameters(string url)
    {
        string[] sides = url.Split('?', 2);
        return $"{sides[0]}?{string.Join('&', sides[1].Split('&').Order(StringComparer.Ordinal))}";
    }

    private static string Text(Random random, string letters) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => letters[random.Next(letters.Length)]));

    private static string Location(string heard) =>
        heard.Split("\r\n").Single(static line => line.StartsWith("Location: ", StringComparison.Ordinal))["Location: ".Length..];

    private static string Follow(S3Rig rig, string method, string location, string fields = "", string body = "")
    {
        string rest = location["http://".Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        return rig.AskOrigin($"{method} {rest[slash..]} HTTP/1.1\r\nHost: {rest[..slash]}\r\n{fields}\r\n{body}");
    }

    private static S3Rig Rig(
        BucketStyle style = BucketStyle.VirtualHost, CredentialSource? credentials = null, Func<RouteSketch, RouteSketch>? change = null) =>
        new(Models.Of(
            Models.Bucket(style: style, credentials: credentials),
            route => (change ?? (static same => same))(route with
            {
                Answer = AnswerMode.Presign,
                Methods = MethodSet.Get | MethodSet.Head | MethodSet.Put,
                Operations = Operations.Write,
            })));
}
