using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Routing;

/// <summary>Where the bucket stands: every source in every style, with ports, IPv6 and paths of endpoints.</summary>
public class UpstreamAddressTests
{
    [Theory]
    [InlineData(BucketSource.None, BucketStyle.VirtualHost, "h", "/photos/k", "s3.example", "/photos/k")]
    [InlineData(BucketSource.None, BucketStyle.Path, "h", "/photos/k", "s3.example", "/photos/k")]
    [InlineData(BucketSource.Fixed, BucketStyle.VirtualHost, "h", "/k", "photos.s3.example", "/k")]
    [InlineData(BucketSource.Fixed, BucketStyle.Path, "h", "/k", "s3.example", "/photos/k")]
    [InlineData(BucketSource.Fixed, BucketStyle.Path, "h", "//k", "s3.example", "/photos//k")]
    [InlineData(BucketSource.FromPath, BucketStyle.Path, "h", "/pics/a/k", "s3.example", "/pics/a/k")]
    [InlineData(BucketSource.FromPath, BucketStyle.Path, "h", "/pics", "s3.example", "/pics")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/pics/a/k", "pics.s3.example", "/a/k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/pics/", "pics.s3.example", "/")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/pics", "pics.s3.example", "/")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/pics//k", "pics.s3.example", "//k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/", "s3.example", "/")]
    [InlineData(BucketSource.FromHost, BucketStyle.VirtualHost, "pics.edge.example", "/k", "pics.s3.example", "/k")]
    [InlineData(BucketSource.FromHost, BucketStyle.VirtualHost, "PiCs.edge.example:8000", "/k", "pics.s3.example", "/k")]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "pics.edge.example", "/a/k", "s3.example", "/pics/a/k")]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "Pics.edge.example", "/", "s3.example", "/pics/")]
    public void Bucket_StandsWhereTheStyleWantsIt(BucketSource source, BucketStyle style, string host, string path, string sentHost, string sentPath)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(source, style), static route => route with { Operations = Operations.All }));
        AssertSends(rig, host, path, sentHost, sentPath);
    }

    [Theory]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/UP/k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/a/k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "//k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/a..b/k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/evil.example%2F/k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/evil%40x/k")]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "h", "/-abc/k")]
    [InlineData(BucketSource.FromHost, BucketStyle.VirtualHost, "localhost", "/k")]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "ab.example", "/k")]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "a_b_c.example", "/k")]
    [InlineData(BucketSource.FromHost, BucketStyle.VirtualHost, "[::ffff:1.2.3.4]", "/k")]
    public void NoBucket_400OrTheServicesPath(BucketSource source, BucketStyle style, string host, string path)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(source, style), static route => route with { Operations = Operations.All }));
        WireEnd client = rig.Send($"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");

        if (path == "/evil.example%2F/k")
        {
            // Decoded once, it is the bucket evil.example, and stays a label before the endpoint.
            Assert.Contains("\r\nHost: evil.example.s3.example\r\n", rig.Origin.Received, StringComparison.Ordinal);
            return;
        }

        Refusals.AssertIs(400, "bad-bucket", client.Received);
        Assert.Empty(rig.Origins);
    }

    [Theory]
    [InlineData("s3.example", 80, "photos.s3.example")]
    [InlineData("s3.example", 8080, "photos.s3.example:8080")]
    [InlineData("s3.example", 443, "photos.s3.example:443")]
    public void Port_StandsInHostUnlessItIsTheSchemes(string host, int port, string sent)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(host: host, port: port), static route => route));
        rig.Accept(port);
        AssertSends(rig, "h", "/k", sent, "/k");
    }

    [Theory]
    [InlineData("192.0.2.1", 80, "192.0.2.1")]
    [InlineData("192.0.2.1", 9000, "192.0.2.1:9000")]
    public void Address_IsDialledWithoutALookUp(string host, int port, string sent)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(style: BucketStyle.Path, host: host, port: port), static route => route));
        rig.Lookup = static () => throw new InvalidOperationException("nothing to look up");
        rig.Accept(port);
        AssertSends(rig, "h", "/k", sent, "/photos/k");
    }

    [Fact]
    public void IPv6Address_StandsInBrackets()
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(style: BucketStyle.Path, host: "2001:db8::1", port: 9000), static route => route));
        WireEnd? origin = null;
        rig.Loop.Answer(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("2001:db8::1"), 9000), connection => origin = new WireEnd(connection));
        rig.Send("GET /k HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n");

        Assert.StartsWith("GET /photos/k HTTP/1.1\r\nHost: [2001:db8::1]:9000\r\n", origin!.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void PathOfTheEndpoint_StandsBeforeTheBucket()
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(style: BucketStyle.Path, endpointPath: "/store"), static route => route));
        AssertSends(rig, "h", "/k", "s3.example", "/store/photos/k");
    }

    private static void AssertSends(ProxyRig rig, string host, string path, string sentHost, string sentPath)
    {
        rig.Send($"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        Assert.StartsWith($"GET {sentPath} HTTP/1.1\r\nHost: {sentHost}\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.Contains("SignedHeaders=host;", rig.Origin.Received, StringComparison.Ordinal);
    }
}
