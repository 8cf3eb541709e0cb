using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Payload;

/// <summary>Bodies that are read whole before they are sent: because their length is not known, or their hash must be.</summary>
public class CollectedBodyTests
{
    private const string Chunked = "PUT /o HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n";

    [Fact]
    public void BodyWithoutLength_Is411()
    {
        using var rig = new S3Rig(Model(spool: 0));

        Refusals.AssertIs(411, "length-required", rig.Proxy.Send($"{Chunked}\r\n3\r\nabc\r\n0\r\n\r\n").Received);
        Assert.Empty(rig.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_384)]
    [InlineData(700_000)]
    public void SpooledBody_GoesOnWithLengthAndHash(int length)
    {
        using var rig = new S3Rig(Model(spool: 1 << 20));
        byte[] data = Data(length);
        WireEnd client = rig.Proxy.Send($"{Chunked}\r\n");
        foreach (byte[] piece in data.Chunk(100_000))
        {
            client.Send($"{piece.Length.ToString("X", CultureInfo.InvariantCulture)}\r\n").Send(piece).Send("\r\n");
        }

        client.Send("0\r\n\r\n");
        rig.Proxy.Run();

        rig.AssertAccepted(client.Received);
        Assert.Equal(data, rig.Store.Get("photos", "o")!.Content.ToArray());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(data)), rig.Requests[^1].Header("x-amz-content-sha256"));
        Assert.Equal(length.ToString(CultureInfo.InvariantCulture), rig.Requests[^1].Header("Content-Length"));
        Assert.Equal(1, rig.Proxy.Counters.Collected);
        client.Close();
        rig.Proxy.AssertNothingLeaks();
        Assert.Equal(0, rig.Proxy.Shard.Spool.Used);
    }

    [Fact]
    public void AwsChunkedBodyWithoutItsLength_IsSpooled()
    {
        using var rig = new S3Rig(Model(spool: 1 << 20));
        var body = new AwsChunkedBody(Data(50_000)) { Checksum = "sha256" };
        WireEnd client = rig.Proxy.Send(body.Head("PUT /o").Replace("x-amz-decoded-content-length: 50000\r\n", "", StringComparison.Ordinal));
        client.Send(body.Wire());
        rig.Proxy.Run();

        rig.AssertAccepted(client.Received);
        Assert.Equal(body.Data, rig.Store.Get("photos", "o")!.Content.ToArray());
        Assert.Equal(Checksums.Base64("sha256", body.Data), rig.Requests[^1].Header("x-amz-checksum-sha256"));
    }

    [Fact]
    public void UnsignedRouteThatSpools_SendsALength()
    {
        using var rig = new ProxyRig(Models.Of(Models.Plain("origin.example"), static route => route with { Methods = MethodSet.All, Spool = 100 }));
        rig.Send($"{Chunked}\r\n3\r\nabc\r\n0\r\n\r\n");

        Assert.Equal("PUT /o HTTP/1.1\r\nHost: origin.example\r\nContent-Length: 3\r\nVia: 1.1 aws-auth-fast-proxy\r\n\r\nabc", rig.Origin.Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void MoreThanTheRouteSpools_Is413()
    {
        using var rig = new S3Rig(Model(spool: 4));
        WireEnd client = rig.Proxy.Send($"{Chunked}\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n");

        Refusals.AssertIs(413, "body-too-large", client.Received);
        Assert.Empty(rig.Requests);
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void MoreThanIsBuffered_Is413()
    {
        using var rig = new S3Rig(Models.Of(
            Models.Bucket(payload: PayloadMode.Buffered, bufferedBytes: 4), static route => route with { Methods = MethodSet.All, Operations = Operations.Write }));

        Refusals.AssertIs(413, "body-too-large", rig.Proxy.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello").Received);
        Assert.Empty(rig.Requests);
    }

    [Fact]
    public void MemoryUsedUp_Is503UntilItIsFree()
    {
        using var rig = new S3Rig(Model(spool: 1 << 20, spoolBytes: 16 * 1024));
        WireEnd first = rig.Proxy.Send($"{Chunked}\r\n3\r\nabc\r\n");
        WireEnd second = rig.Proxy.Send($"{Chunked}\r\n3\r\nabc\r\n0\r\n\r\n");
        Refusals.AssertIs(503, "spool-full", second.Received);
        Assert.Equal(1, rig.Proxy.Counters.SpoolFull);

        first.Send("0\r\n\r\n");
        rig.Proxy.Run();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", first.Received, StringComparison.Ordinal);
        first.Send($"{Chunked}\r\n3\r\nabc\r\n0\r\n\r\n");
        rig.Proxy.Run();
        Assert.Equal(2, rig.Requests.Count);
        first.Close();
        rig.Proxy.AssertNothingLeaks();
        Assert.Equal(0, rig.Proxy.Shard.Spool.Used);
    }

    [Theory]
    [InlineData("1.1", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("1.0", "")]
    public void ClientThatWaits_IsToldToGoOn(string version, string interim)
    {
        using var rig = new S3Rig(Models.Of(
            Models.Bucket(payload: PayloadMode.Buffered), static route => route with { Methods = MethodSet.All, Operations = Operations.Write }));
        WireEnd client = rig.Proxy.Send($"PUT /o HTTP/{version}\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.Equal(interim, client.Take());
        client.Send("hello");
        rig.Proxy.Run();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", client.Received, StringComparison.Ordinal);
        Assert.Null(rig.Requests[^1].Header("Expect"));
    }

    [Theory]
    [InlineData("PUT /o?tagging", "<Tagging/>")]
    [InlineData("POST /o?uploadId=1", "<CompleteMultipartUpload/>")]
    [InlineData("POST /?delete", "<Delete/>")]
    public void WhatIsNoObject_IsHashedWhole(string request, string body)
    {
        using var rig = new ProxyRig(Model(spool: 0));
        rig.Send($"{request} HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");

        Assert.Contains($"\r\nx-amz-content-sha256: {Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(body)))}\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{body}", rig.Origin.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ServiceThatIsNotS3_GetsTheHash()
    {
        using var rig = new ProxyRig(Models.Of(
            Models.Bucket(source: BucketSource.None, service: "execute-api"), static route => route with { Methods = MethodSet.All, Operations = Operations.All }));
        rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");

        Assert.Contains("\r\nx-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT /o?partNumber=1&uploadId=x", null)]
    [InlineData("PUT /o?x-id=PutObject", "x-amz-checksum-crc32")]
    public void OwnTrailer_StandsBehindWholeObjectsOnly(string request, string? trailer)
    {
        using var rig = new ProxyRig(Models.Of(
            Models.Bucket(payload: PayloadMode.StreamingTrailer), static route => route with { Methods = MethodSet.All, Operations = Operations.All }));
        rig.Send($"{request} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");

        Assert.Equal(trailer is not null, rig.Origin.Received.Contains($"\r\nx-amz-trailer: {trailer}\r\n", StringComparison.Ordinal));
        Assert.Contains($"x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD{(trailer is null ? "" : "-TRAILER")}\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfigurationThatChangesWhileABodyIsRead_IsTheOneInForce()
    {
        using var rig = new ProxyRig(Model(spool: 100));
        WireEnd client = rig.Send($"{Chunked}\r\n3\r\nabc\r\n");
        UpstreamModel first = Models.Plain("other.example", 81);
        UpstreamModel second = Models.Bucket();
        rig.Shard.Apply(new Snapshot(
            Models.Of([first, second], [new RouteSketch(second) { Methods = MethodSet.All, Operations = Operations.Write }]), workers: 1));
        client.Send("0\r\n\r\n");
        rig.Run();

        Assert.StartsWith("PUT /o HTTP/1.1\r\nHost: photos.s3.example\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nabc", rig.Origin.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    private static byte[] Data(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    private static ProxyModel Model(long spool, long spoolBytes = 1 << 30) => Models.Of(
        Models.Bucket(),
        route => route with { Methods = MethodSet.All, Operations = Operations.Write, Spool = spool },
        limits: new LimitModel { SpoolBytes = spoolBytes });
}
