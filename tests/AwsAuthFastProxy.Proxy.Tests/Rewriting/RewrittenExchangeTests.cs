using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Rewriting;

/// <summary>Requests whose path or query is made by the configuration, through a whole proxy to an origin that verifies them.</summary>
public class RewrittenExchangeTests
{
    [Theory]
    [InlineData("/old/x.y?z=1", "/y/x?first=x.y&name=x.y&z=1")]
    [InlineData("/old/a%26b%3Fc.d", "/a%26b%3Fc.d?first=a%26b%3Fc.d&name=a%26b%3Fc.d")]
    [InlineData("/photo.jpg?versionId=null", "/jpg/photo?versionId=null")]
    [InlineData("/a%2Fb%20c", "/b%20c/a")]
    [InlineData("/a/b/../c", "/b/../c/a")]
    public void Request_IsSentAsTheStepsMakeIt(string target, string sent)
    {
        using ProxyRig rig = new(Models.Named("rewriting"));
        WireEnd client = rig.Send($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal($"GET {sent} HTTP/1.1", rig.Origin.Received.Split("\r\n")[0]);
        client.Close();
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("GET /photo.jpg HTTP/1.1\r\nHost: h\r\n\r\n", "jpg/photo")]
    [InlineData("GET /dir/a%20b%2Bc HTTP/1.1\r\nHost: h\r\n\r\n", "a b+c/dir")]
    [InlineData("GET /old/dir/k%3F HTTP/1.1\r\nHost: h\r\n\r\n", "k?/dir")]
    public void Origin_TakesTheSignature(string request, string key)
    {
        using var rig = new S3Rig(Models.Named("rewriting"));
        rig.Store.Put("photos", key, "hello"u8.ToArray());
        WireEnd client = rig.Proxy.Send(request);

        rig.AssertAccepted(client.Received, SignatureForm.Header);
        Assert.EndsWith("hello", client.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void SecondTry_GoesToTheSameTarget()
    {
        using ProxyRig rig = new(Models.Named("rewriting"));
        WireEnd client = rig.Send("GET /photo.jpg HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        client.Take();
        rig.Origin.Take();
        WireEnd first = rig.Origin;
        client.Send("GET /other.png?x HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();
        Assert.StartsWith("GET /png/other?x= HTTP/1.1\r\n", first.Take(), StringComparison.Ordinal);

        first.Close();
        rig.Run();

        Assert.NotSame(first, rig.Origin);
        Assert.StartsWith("GET /png/other?x= HTTP/1.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void Presigned_IsTheRewrittenPath()
    {
        ProxyModel model = Models.Named("rewriting");
        using ProxyRig rig = new(model with
        {
            Routes = [.. model.Routes.Select(static route => route.Target is null ? route : route with { Answer = AnswerMode.Presign, Methods = MethodSet.Get })],
        });

        string heard = rig.Send("GET /photo.jpg HTTP/1.1\r\nHost: h\r\n\r\n").Received;

        Assert.Contains("\r\nLocation: http://photos.s3.example/jpg/photo?X-Amz-Algorithm=", heard, StringComparison.Ordinal);
    }

    [Fact]
    public void UnsignedTarget_KeepsDotSegmentsOut()
    {
        ProxyModel model = Rewrites.Model(Models.Plain("origin.example"));
        using ProxyRig rig = new(model);

        Assert.Contains("x-proxy-error: dot-segment", rig.Send("GET /a/%2e%2e/b HTTP/1.1\r\nHost: h\r\n\r\n").Received, StringComparison.Ordinal);
        Assert.Contains("x-proxy-error: dot-segment", rig.Send("GET /..%2Fa HTTP/1.1\r\nHost: h\r\n\r\n").Received, StringComparison.Ordinal);
        Assert.Empty(rig.Origins);
    }

    [Fact]
    public void Values_OfOneRequest_AreNoneOfTheNext()
    {
        using ProxyRig rig = new(Models.Named("rewriting"));
        WireEnd client = rig.Send("GET /old/secret/one HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        rig.Origin.Take();
        client.Send("GET /new/two/x HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();

        Assert.StartsWith("GET /x/two?first=&name= HTTP/1.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }
}
