using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>The methods that S3 knows, where a route allows them.</summary>
public class MethodTests
{
    private const string Preflight =
        "OPTIONS /a HTTP/1.1\r\nHost: h\r\nOrigin: https://app.example\r\nAccess-Control-Request-Method: PUT\r\n"
        + "Access-Control-Request-Headers: content-type, x-amz-meta-a\r\n\r\n";

    [Theory]
    [InlineData("GET /a", "")]
    [InlineData("HEAD /a", "")]
    [InlineData("DELETE /a", "")]
    [InlineData("OPTIONS /a", "")]
    [InlineData("PUT /a", "hello")]
    [InlineData("PUT /a?partNumber=1&uploadId=x", "hello")]
    [InlineData("POST /a?uploads", "")]
    [InlineData("POST /a?uploadId=x", "<CompleteMultipartUpload/>")]
    [InlineData("POST /?delete", "<Delete/>")]
    [InlineData("DELETE /a?uploadId=x", "")]
    [InlineData("PATCH /a", "x")]
    [InlineData("PROPFIND /a", "")]
    public void Method_IsSigned(string requestLine, string body)
    {
        foreach (SigningForm form in Enum.GetValues<SigningForm>())
        {
            using var rig = new S3Rig(Models.Of(
                Models.Bucket(), route => route with { Methods = MethodSet.All, Operations = Operations.All, Signing = form }));
            WireEnd client = rig.Proxy.Send($"{requestLine} HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}");

            rig.AssertAccepted(client.Received, form == SigningForm.Header ? Origin.SignatureForm.Header : Origin.SignatureForm.Query);
            Assert.Equal(requestLine.Split(' ')[0], rig.Requests[^1].Method);
            client.Close();
            rig.Proxy.AssertNothingLeaks();
        }
    }

    [Theory]
    [InlineData(Operations.Read)]
    [InlineData(Operations.Write)]
    [InlineData(Operations.All)]
    public void Preflight_AndItsAnswerPass(Operations operations)
    {
        using var rig = new ProxyRig(Models.Of(
            Models.Bucket(), route => route with { Methods = MethodSet.Get | MethodSet.Options, Operations = operations }));
        const string Answer = "Access-Control-Allow-Origin: https://app.example\r\nAccess-Control-Allow-Methods: GET, PUT\r\nAccess-Control-Max-Age: 3000\r\nVary: Origin\r\n";
        var origin = new EchoOrigin(rig) { Answer = static _ => $"HTTP/1.1 200 OK\r\n{Answer}Content-Length: 0\r\n\r\n" };

        string heard = rig.Send(Preflight).Received;

        Assert.StartsWith("HTTP/1.1 200 OK\r\n" + Answer, heard, StringComparison.Ordinal);
        string sent = Assert.Single(origin.Requests);
        Assert.Contains("\r\nOrigin: https://app.example\r\nAccess-Control-Request-Method: PUT\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Request-Headers: content-type, x-amz-meta-a\r\n", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void PreflightThatNoRuleOfTheBucketTakes_IsS3sToRefuse()
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), static route => route with { Methods = MethodSet.Options }));
        const string Body = "<Error><Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.</Message></Error>";
        _ = new EchoOrigin(rig) { Answer = static _ => $"HTTP/1.1 403 Forbidden\r\nContent-Length: {Body.Length}\r\n\r\n{Body}" };

        string heard = rig.Send(Preflight).Received;

        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", heard, StringComparison.Ordinal);
        Assert.EndsWith(Body, heard, StringComparison.Ordinal);
    }

    [Fact]
    public void PreflightOnARouteWithoutOptions_405()
    {
        using var rig = new ProxyRig(Models.Named("read"));
        string heard = rig.Send(Preflight).Received;

        Refusals.AssertIs(405, "method-not-allowed", heard);
        Assert.Contains("\r\nAllow: GET, HEAD\r\n", heard, StringComparison.Ordinal);
        Assert.Empty(rig.Origins);
    }
}
