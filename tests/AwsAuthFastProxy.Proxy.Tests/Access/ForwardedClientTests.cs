using System.Net;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Access;

/// <summary>Who the client is when others stand between: PROXY protocol and X-Forwarded-For, believed from trusted addresses only.</summary>
public class ForwardedClientTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Header = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n";

    [Fact]
    public void ProxyHeader_IsReadAtEverySplit()
    {
        for (int split = 0; split <= Header.Length + 5; split++)
        {
            using ProxyRig rig = Balanced(allow: "192.0.2.1");
            _ = new EchoOrigin(rig);
            WireEnd client = rig.Connect(from: "10.0.0.1").Send(Encoding.Latin1.GetBytes(Header + Get), Fragmentation.At(split));
            rig.Run();

            Assert.StartsWith("HTTP/1.1 200 ", client.Take(), StringComparison.Ordinal);
            client.Send(Get);
            rig.Run();
            Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
            rig.AssertNothingLeaks();
        }
    }

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.9 198.51.100.1 56324 443\r\n", "address-not-allowed")]
    [InlineData("PROXY UNKNOWN\r\n", "address-not-allowed")]
    [InlineData("", null)]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\n", null)]
    [InlineData(Header + Header, "bad-version")]
    public void OtherHeader_LetsNobodyIn(string header, string? reason)
    {
        using ProxyRig rig = Balanced(allow: "192.0.2.1");
        WireEnd client = rig.Send(header + Get, "10.0.0.1");

        if (reason is null)
        {
            Assert.Equal("", client.Received);
            Assert.False(client.IsOpen);
            Assert.Equal(1, rig.Counters.ProxyHeadersRejected);
        }
        else
        {
            Assert.Contains($"x-proxy-error: {reason}\r\n", client.Received, StringComparison.Ordinal);
        }

        Assert.Empty(rig.Origins);
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void PeerThatIsNotTrusted_IsClosedUnheard()
    {
        using ProxyRig rig = Balanced(allow: "192.0.2.1");
        WireEnd client = rig.Send(Header + Get, "11.0.0.1");

        Assert.Equal("", client.Received);
        Assert.False(client.IsOpen);
        Assert.Equal((1, 0), (rig.Counters.ProxyHeadersRejected, rig.Counters.Clients));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void HeaderThatDoesNotCome_EndsTheConnectionInTime()
    {
        using ProxyRig rig = Balanced(allow: "192.0.2.1");
        WireEnd client = rig.Send(Header[..20], "10.0.0.1");
        rig.Advance(TimeSpan.FromSeconds(9));
        Assert.True(client.IsOpen);

        rig.Advance(TimeSpan.FromSeconds(2));

        Assert.False(client.IsOpen);
        Assert.Equal(0, rig.Counters.Clients);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ConnectionsPerClient_CountWhoIsBehindTheBalancer()
    {
        using ProxyRig rig = Balanced(allow: "0.0.0.0/0", new LimitModel { ConnectionsPerClient = 1 });
        _ = new EchoOrigin(rig);
        WireEnd first = rig.Send(Header + Get, "10.0.0.1");
        WireEnd second = rig.Send(Header + Get, "10.0.0.2");
        WireEnd other = rig.Send(Header.Replace("192.0.2.1", "192.0.2.2", StringComparison.Ordinal) + Get, "10.0.0.1");

        Assert.StartsWith("HTTP/1.1 200 ", first.Received, StringComparison.Ordinal);
        Refusals.AssertIs(429, "too-many-connections", second.Received);
        Assert.StartsWith("HTTP/1.1 200 ", other.Received, StringComparison.Ordinal);
        first.Close();
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Header + Get, "10.0.0.1").Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("10.0.0.1", "192.0.2.1", true)]
    [InlineData("10.0.0.1", "192.0.2.1:5000", true)]
    [InlineData("10.0.0.1", "1.2.3.4, 192.0.2.1", true)]
    [InlineData("10.0.0.1", "192.0.2.1, 10.0.0.7", true)]
    [InlineData("10.0.0.1", "192.0.2.1, 10.0.0.7 ,10.0.0.8", true)]
    [InlineData("10.0.0.1", "192.0.2.1, 1.2.3.4", false)]
    [InlineData("10.0.0.1", "192.0.2.1, unknown", false)]
    [InlineData("10.0.0.1", "192.0.2.1, , 10.0.0.7", false)]
    [InlineData("10.0.0.1", "192.0.2.1,", false)]
    [InlineData("10.0.0.1", "", false)]
    [InlineData("10.0.0.1", "[2001:db8::1]:5000", true)]
    [InlineData("10.0.0.1", "2001:db8::1", true)]
    [InlineData("10.0.0.1", "[2001:db8::1]x", false)]
    [InlineData("11.0.0.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "1.2.3.4", true)]
    public void ForwardedFor_IsReadFromItsEndPastTrustedHops(string peer, string value, bool allowed)
    {
        using ProxyRig rig = Forwarded(Blocks("192.0.2.1", "2001:db8::1"));
        _ = new EchoOrigin(rig);

        string heard = rig.Send($"GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: {value}\r\n\r\n", peer).Received;

        Assert.StartsWith(allowed ? "HTTP/1.1 200 " : "HTTP/1.1 403 ", heard, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ForwardedForInTwoLines_IsOneList()
    {
        using ProxyRig rig = Forwarded(Blocks("192.0.2.1"));
        _ = new EchoOrigin(rig);
        const string Head = "GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: {0}\r\nX: y\r\nx-forwarded-for: {1}\r\n\r\n";

        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(string.Format(null, Head, "1.2.3.4, 192.0.2.1", "10.0.0.7"), "10.0.0.1").Received, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", rig.Send(string.Format(null, Head, "192.0.2.1", "1.2.3.4"), "10.0.0.1").Received, StringComparison.Ordinal);
    }

    [Fact]
    public void NextRequestOfATrustedConnection_IsJudgedAnew()
    {
        using ProxyRig rig = Forwarded(Blocks("192.0.2.1"));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n", "10.0.0.1");
        Assert.StartsWith("HTTP/1.1 200 ", client.Take(), StringComparison.Ordinal);

        client.Send(Get);
        rig.Run();

        Refusals.AssertIs(403, "address-not-allowed", client.Received);
    }

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("11.0.0.1", false)]
    public void ForwardingFields_GoOnFromTrustedProxiesOnly(string peer, bool kept)
    {
        using ProxyRig rig = Forwarded([]);
        var origin = new EchoOrigin(rig);
        rig.Send(
            "GET /a HTTP/1.1\r\nHost: h\r\nForwarded: for=1.2.3.4\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: x\r\nX-Other: 1\r\n\r\n",
            peer);

        string sent = Assert.Single(origin.Requests);
        Assert.Equal(kept ? 4 : 0, sent.Split("orwarded").Length - 1);
        Assert.Contains("X-Other: 1\r\n", sent, StringComparison.Ordinal);
        Assert.Contains("Via: 1.1 aws-auth-fast-proxy\r\n", sent, StringComparison.Ordinal);
    }

    private static ProxyRig Balanced(string allow, LimitModel? limits = null)
    {
        ProxyModel model = Models.Of(Models.Bucket(), route => route with { Access = new AccessModel { Allow = Blocks(allow) } }, limits: limits);
        return new ProxyRig(model with
        {
            Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, 8000)) { ProxyProtocol = true, Trusted = Blocks("10.0.0.0/8") }],
        });
    }

    private static ProxyRig Forwarded(List<AddressBlock> allow) =>
        new(Models.Of(Models.Bucket(), route => route with { Access = new AccessModel { Allow = allow } }) with { TrustedProxies = Blocks("10.0.0.0/8") });

    private static List<AddressBlock> Blocks(params string[] texts)
    {
        var blocks = new List<AddressBlock>();
        foreach (string text in texts)
        {
            Assert.True(AddressBlock.TryParse(text, out AddressBlock block, out string reason), reason);
            blocks.Add(block);
        }

        return blocks;
    }
}
