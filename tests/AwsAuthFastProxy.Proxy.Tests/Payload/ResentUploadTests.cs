using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Payload;

/// <summary>An upload on a kept connection that turns out dead, and one that outlives its key.</summary>
public class ResentUploadTests
{
    [Theory]
    [InlineData(PayloadMode.Buffered)]
    [InlineData(PayloadMode.Streaming)]
    public void BodyThatCanBeSentAgain_IsSentOnAFreshConnection(PayloadMode mode)
    {
        using var rig = new ProxyRig(Model(mode));
        WireEnd client = rig.Connect();
        client.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        client.Take();

        if (mode == PayloadMode.Buffered)
        {
            // The body is here; the connection dies under it.
            client.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            rig.Run();
        }
        else
        {
            // Of the body no byte has come when it dies.
            client.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
            rig.Run();
        }

        rig.Origins[0].Reset();
        rig.Run();
        if (mode == PayloadMode.Streaming)
        {
            client.Send("hello");
            rig.Run();
        }

        Assert.Equal(1, rig.Counters.Retries);
        Assert.Equal(2, rig.Origins.Count);
        Assert.Contains("hello", rig.Origin.Received, StringComparison.Ordinal);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void BodyOfWhichSomeIsGone_IsNotSentAgain()
    {
        using var rig = new ProxyRig(Model(PayloadMode.Streaming));
        WireEnd client = rig.Connect();
        client.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Run();
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        client.Take();
        client.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 500000\r\n\r\n").Send(new byte[300_000]);
        rig.Run();
        rig.Origins[0].Reset();
        rig.Run();

        Assert.Equal(0, rig.Counters.Retries);
        Assert.Single(rig.Origins);
        Refusals.AssertIs(502, "no-response", client.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UploadThatCrossesMidnight_IsSignedToItsEndWithTheKeyItBeganWith()
    {
        using var rig = new S3Rig(Model(PayloadMode.StreamingTrailer), new DateTimeOffset(2026, 11, 22, 23, 59, 50, TimeSpan.Zero));
        byte[] data = new byte[400_000];
        new Random(1).NextBytes(data);
        WireEnd slow = rig.Proxy.Send("PUT /slow HTTP/1.1\r\nHost: h\r\nContent-Length: 400000\r\n\r\n");
        slow.Send(data[..200_000]);
        rig.Proxy.Run();
        rig.Proxy.Advance(TimeSpan.FromSeconds(15));
        WireEnd other = rig.Proxy.Send("PUT /other HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", other.Received, StringComparison.Ordinal);
        slow.Send(data[200_000..]);
        rig.Proxy.Run();

        rig.AssertAccepted(slow.Received);
        Assert.Equal(data, rig.Store.Get("photos", "slow")!.Content.ToArray());
        Assert.Equal(["20261122", "20261123"], rig.Requests.Select(static request => request.Header("x-amz-date")![..8]).Order());
        other.Close();
        slow.Close();
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void UploadOverAReload_IsSignedToItsEnd()
    {
        using var rig = new S3Rig(Model(PayloadMode.Streaming));
        byte[] data = Encoding.ASCII.GetBytes(new string('x', 300_000));
        WireEnd client = rig.Proxy.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n");
        client.Send(data[..140_000]);
        rig.Proxy.Run();
        rig.Proxy.Shard.Apply(new Snapshot(Model(PayloadMode.Streaming), workers: 1));
        client.Send(data[140_000..]);
        rig.Proxy.Run();

        rig.AssertAccepted(client.Received);
        Assert.Equal(data, rig.Store.Get("photos", "o")!.Content.ToArray());
        rig.Proxy.AssertNothingLeaks();
    }

    // A region that is learned while no byte of the body is gone: the chunks are signed by the signer that signed the head.
    [Theory]
    [InlineData(PayloadMode.StreamingTrailer)]
    [InlineData(PayloadMode.Unsigned)]
    [InlineData(PayloadMode.Buffered)]
    public void HeadSignedAnew_TakesItsChunksAlong(PayloadMode mode)
    {
        using var rig = new S3Rig(Model(mode), region: "eu-west-1");
        byte[] data = new byte[300_000];
        new Random(2).NextBytes(data);
        WireEnd client = rig.Proxy.Send("PUT /o HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 300000\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", client.Take());
        client.Send(data);
        rig.Proxy.Run();

        rig.AssertAccepted(client.Received);
        Assert.Equal(data, rig.Store.Get("photos", "o")!.Content.ToArray());
        Assert.Equal(1, rig.Proxy.Counters.SignedAnew);
        client.Close();
        rig.Proxy.AssertNothingLeaks();
        Assert.Equal(0, rig.Proxy.Shard.Spool.Used);
    }

    private static ProxyModel Model(PayloadMode mode) =>
        Models.Of(Models.Bucket(payload: mode), static route => route with { Methods = MethodSet.All, Operations = Operations.Write });
}
