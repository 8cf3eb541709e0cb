using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>Whose fault an error is: what the server says is passed on as it is, what the proxy says carries x-proxy-error.</summary>
[Collection(CephCollection.Name)]
public sealed class FailureTests(CephSite site)
{
    /// <summary>What the server says of our keys and signatures is not for clients. A refusal of HEAD says nothing, and is passed on.</summary>
    [SkippableTheory]
    [InlineData(CephRoutes.WrongSecret, "signature-refused")]
    [InlineData(CephRoutes.UnknownKey, "credentials-refused")]
    public void Get_KeysTheServerDoesNotTake_IsBadGatewayWithTheReason(string host, string reason)
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Get(host, "/plain.txt").Require(502);
        Assert.Equal(reason, response.Field("x-proxy-error"));
        Assert.DoesNotContain(site.Server.AccessKey, response.Text, StringComparison.Ordinal);
        using var other = new RawClient(site.Proxy.Port);
        other.Head(host, "/plain.txt").Require(403);
    }

    [SkippableTheory]
    [InlineData(CephRoutes.Absent, "connect-failed")]
    [InlineData(CephRoutes.Untrusted, "tls-failed")]
    public void Get_NoConnectionToTheServer_IsBadGatewayWithTheReason(string host, string reason)
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Get(host, "/plain.txt").Require(502);
        Assert.Equal((reason, "application/xml"), (response.Field("x-proxy-error"), response.Field("Content-Type")));
        Assert.Contains("<Code>BadGateway</Code>", response.Text, StringComparison.Ordinal);
        using var other = new RawClient(site.Proxy.Port);
        Assert.Equal(OddKey.Plain.Content, other.Get("https-path.test", "/plain.txt").Require(200).Body);
    }

    [SkippableFact]
    public void Get_ServerSpeaksTls_IsBadGateway()
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Get(CephRoutes.TlsUnasked, "/plain.txt").Require(502);
        Assert.NotNull(response.Field("x-proxy-error"));
    }
}
