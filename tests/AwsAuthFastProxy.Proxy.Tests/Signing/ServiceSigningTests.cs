using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>Services other than S3: paths normalised and encoded twice in what is signed, bodies never left open.</summary>
public class ServiceSigningTests
{
    private const string HelloHash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    [Theory]
    [InlineData("/photos/plain", "/photos/plain")]
    [InlineData("/photos/a%20b", "/photos/a%20b")]
    [InlineData("/photos/%C3%A4*'()", "/photos/%C3%A4%2A%27%28%29")]
    [InlineData("/photos/a%2Fb%2fc", "/photos/a%2Fb%2Fc")]
    [InlineData("/%3Clogs-%7Bnow%2Fd%7D%3E/_search?q=a", "/%3Clogs-%7Bnow%2Fd%7D%3E/_search?q=a")]
    [InlineData("/photos//a/", "/photos//a/")]
    [InlineData("/", "/")]
    public void Path_IsSentAsItIsAndSignedAsTheServiceReadsIt(string asked, string sent)
    {
        foreach (SigningForm form in new[] { SigningForm.Header, SigningForm.Query })
        {
            using S3Rig rig = Rig(form);
            string heard = rig.Ask($"GET {asked}");

            rig.AssertAccepted(heard, form == SigningForm.Header ? SignatureForm.Header : SignatureForm.Query);
            string target = rig.Requests[^1].Target;
            Assert.Equal(form == SigningForm.Header ? sent : sent.Split('?')[0], form == SigningForm.Header ? target : target.Split('?')[0]);
        }
    }

    [Fact]
    public void EveryPathOfRandomSegments_IsAccepted()
    {
        var random = new Random(11);
        string[] pieces = ["a", "Z", "%20", "%2F", "%25", "%C3%A4", "+", "*", "=", "~", "'", "(", "/", "//", "%3F", "@", ":"];
        using S3Rig rig = Rig();
        for (int i = 0; i < 500; i++)
        {
            string path = "/" + string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            rig.AssertAccepted(rig.Ask($"GET {path}"));
        }
    }

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/a/%2e%2e/b")]
    [InlineData("/./a")]
    public void DotSegment_IsRefusedSinceTheServiceWouldResolveIt(string path)
    {
        using S3Rig rig = Rig();

        Refusals.AssertIs(400, "dot-segment", rig.Ask($"GET {path}"));
        Assert.Empty(rig.Requests);
    }

    [Theory]
    [InlineData("/public/a", 200)]
    [InlineData("/public%2Fa", 404)]
    [InlineData("/public/a%2Fb", 200)]
    public void EncodedSlash_ReachesNoOtherRouteThanItsPathDecoded(string path, int status)
    {
        UpstreamModel upstream = Models.Bucket(BucketSource.None, service: "es");
        using var rig = new S3Rig(
            Models.Of(
                [upstream],
                [
                    new RouteSketch(upstream) { Path = "/public/", Strip = "/public", Operations = Operations.All },
                    new RouteSketch(upstream) { Path = "/", Operations = Operations.All, Methods = MethodSet.Put },
                ]),
            service: "es");
        string heard = rig.Ask($"GET {path}");

        if (status == 404)
        {
            Refusals.AssertIs(404, "no-route", heard);
            return;
        }

        rig.AssertAccepted(heard);
        Assert.Equal(path["/public".Length..], rig.Requests[^1].Target);
    }

    [Fact]
    public void Body_IsSignedByItsHash()
    {
        using S3Rig rig = Rig();
        WireEnd client = rig.Proxy.Send("POST /photos/f HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        rig.AssertAccepted(client.Received);
        Assert.Equal(HelloHash, rig.Requests[^1].Header("x-amz-content-sha256"));

        client = rig.Proxy.Send($"POST /photos/f HTTP/1.1\r\nHost: h\r\nx-amz-content-sha256: {HelloHash}\r\nContent-Length: 5\r\n\r\nhello");
        rig.AssertAccepted(client.Received);
    }

    private static S3Rig Rig(SigningForm form = SigningForm.Header) => new(
        Models.Of(
            Models.Bucket(BucketSource.None, service: "es"),
            route => route with { Methods = MethodSet.All, Operations = Operations.All, Signing = form }),
        service: "es");
}
