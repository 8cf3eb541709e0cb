using System.Globalization;
using System.Text;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Tests.Payload;

/// <summary>Uploads that break off or are not what they say: no object is ever made of them, and the client is told why.</summary>
public class BrokenUploadTests
{
    private static readonly byte[] s_data = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(static i => i.ToString("x3", CultureInfo.InvariantCulture))));

    public static TheoryData<PayloadMode, ChecksumAlgorithm> Modes => new()
    {
        { PayloadMode.Auto, ChecksumAlgorithm.None },
        { PayloadMode.Unsigned, ChecksumAlgorithm.None },
        { PayloadMode.Unsigned, ChecksumAlgorithm.Crc32 },
        { PayloadMode.Streaming, ChecksumAlgorithm.None },
        { PayloadMode.StreamingTrailer, ChecksumAlgorithm.Sha1 },
        { PayloadMode.Buffered, ChecksumAlgorithm.None },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void ClientThatLeavesAtAnyByte_LeavesNoObject(PayloadMode mode, ChecksumAlgorithm checksum)
    {
        string plain = $"PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: {s_data.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        var signed = new AwsChunkedBody(s_data) { IsSigned = true, Checksum = "crc32", ChunkSize = 400 };
        var twice = new AwsChunkedBody(s_data) { Checksum = "crc64nvme", ChunkSize = 400, IsChunkedTwice = true };
        foreach ((string head, byte[] body) in new[] { (plain, s_data), (signed.Head("PUT /o"), signed.Wire()), (twice.Head("PUT /o"), twice.Wire()) })
        {
            using var rig = Rig(mode, checksum);
            for (int length = 0; length < body.Length; length++)
            {
                WireEnd client = rig.Proxy.Send(head);
                client.Send(body[..length]);
                rig.Proxy.Run();
                if (length % 2 == 0)
                {
                    client.Reset();
                }
                else
                {
                    client.End();
                }

                rig.Proxy.Run();
                Assert.Null(rig.Store.Get("photos", "o"));
                Assert.Null(rig.Failure);
            }

            rig.Proxy.AssertNothingLeaks();
            Assert.Equal(0, rig.Proxy.Shard.Spool.Used);
        }
    }

    public static TheoryData<string, string, string> Lies => new()
    {
        { "checksum", "checksum-mismatch", "BadDigest" },
        { "longer", "decoded-length-mismatch", "IncompleteBody" },
        { "shorter", "decoded-length-mismatch", "IncompleteBody" },
        { "framing", "bad-aws-chunk", "IncompleteBody" },
        { "behind", "bad-aws-chunk", "IncompleteBody" },
        { "cut", "bad-aws-chunk", "IncompleteBody" },
        { "trailer", "bad-aws-trailer", "MalformedTrailerError" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Lie_IsA400WithItsNameAndNoObject(string lie, string reason, string code)
    {
        foreach (object[] row in Modes)
        {
            foreach (bool twice in new[] { false, true })
            {
                using var rig = Rig((PayloadMode)row[0], (ChecksumAlgorithm)row[1]);
                (string head, byte[] wire) = Told(lie, twice);
                WireEnd client = rig.Proxy.Send(head);
                client.Send(wire);
                rig.Proxy.Run();

                Refusals.AssertIs(400, reason, client.Received);
                Assert.Contains($"<Code>{code}</Code>", client.Received, StringComparison.Ordinal);
                Assert.Null(rig.Store.Get("photos", "o"));
                Assert.Empty(rig.Proxy.Log.Loud);
                Assert.Equal(0, rig.Proxy.Counters.UpstreamIdle);
                rig.Proxy.AssertNothingLeaks();
                Assert.Equal(0, rig.Proxy.Shard.Spool.Used);
            }
        }
    }

    [Theory]
    [InlineData("x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-EVENTS", 501, "aws-chunked-body")]
    [InlineData("x-amz-content-sha256: streaming-unsigned-payload-trailer", 501, "aws-chunked-body")]
    [InlineData("Content-Encoding: aws-chunked\r\nx-amz-trailer: x-amz-meta-a", 501, "aws-chunked-body")]
    [InlineData("Content-Encoding: aws-chunked\r\nx-amz-trailer: x-amz-checksum-crc32,x-amz-checksum-sha1", 501, "aws-chunked-body")]
    [InlineData("Content-Encoding: aws-chunked\r\nx-amz-content-sha256: 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", 400, "aws-chunked-unclear")]
    [InlineData("x-amz-decoded-content-length: 3", 400, "aws-chunked-unclear")]
    [InlineData("x-amz-trailer: x-amz-checksum-crc32", 400, "aws-chunked-unclear")]
    [InlineData("Content-Encoding: aws-chunked\r\nx-amz-decoded-content-length: 3\r\nx-amz-decoded-content-length: 3", 400, "aws-chunked-unclear")]
    [InlineData("Content-Encoding: aws-chunked\r\nx-amz-decoded-content-length: -3", 400, "aws-chunked-unclear")]
    [InlineData("Content-Encoding: aws-chunked\r\nx-amz-decoded-content-length: 9999999999999999999", 400, "aws-chunked-unclear")]
    [InlineData("Content-Encoding: aws-chunked", 411, "length-required")]
    [InlineData("Content-Encoding: aws-chunked\r\nx-amz-decoded-content-length: 999999999999999999", 413, "body-too-large")]
    public void HeadThatLeavesTheFramingOpen_IsRefused(string fields, int status, string reason)
    {
        using var rig = Rig(PayloadMode.Auto, ChecksumAlgorithm.None);
        WireEnd client = rig.Proxy.Send($"PUT /o HTTP/1.1\r\nHost: h\r\n{fields}\r\nContent-Length: 13\r\n\r\n3\r\nabc\r\n0\r\n\r\n");

        Refusals.AssertIs(status, reason, client.Received);
        Assert.Empty(rig.Requests);
        Assert.Empty(rig.Proxy.Log.Loud);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData((1L << 62) + 1)]
    public void LengthThatFramingWouldOverflow_IsTooLargeWhateverTheLimit(long length)
    {
        ProxyModel model = Model(PayloadMode.Auto, ChecksumAlgorithm.None);
        using var rig = new ProxyRig(model with { Limits = model.Limits with { BodyBytes = long.MaxValue } });
        WireEnd client = rig.Send($"PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: {length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");

        Refusals.AssertIs(413, "body-too-large", client.Received);
        Assert.Empty(rig.Origins);
    }

    [Fact]
    public void AwsChunkedWithoutABody_IsRefused()
    {
        using var rig = Rig(PayloadMode.Auto, ChecksumAlgorithm.None);
        WireEnd client = rig.Proxy.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Encoding: aws-chunked\r\nx-amz-decoded-content-length: 0\r\nContent-Length: 0\r\n\r\n");

        Refusals.AssertIs(400, "bad-aws-chunk", client.Received);
    }

    [Fact]
    public void EarlyRefusalOfTheOrigin_StopsTheUpload()
    {
        using var rig = new ProxyRig(Model(PayloadMode.Streaming, ChecksumAlgorithm.None));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
        client.Send(new byte[200_000]);
        rig.Run();
        rig.Origin.Send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        rig.Run();

        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", client.Received, StringComparison.Ordinal);
        Assert.False(rig.Origin.IsOpen);
        rig.AssertNothingLeaks();
    }

    // Behind 100 Continue the upstream has said something, but waits for the body still.
    [Theory]
    [MemberData(nameof(Modes))]
    public void LieBehindContinue_IsToldAtOnceAndTheUpstreamLetGo(PayloadMode mode, ChecksumAlgorithm checksum)
    {
        using var rig = new ProxyRig(Model(mode, checksum));
        var body = new AwsChunkedBody(s_data) { Checksum = "crc32", ChecksumValue = "AAAAAA==" };
        WireEnd client = rig.Send(body.Head("PUT /o", "Expect: 100-continue\r\n"));
        rig.Origins.LastOrDefault()?.Send("HTTP/1.1 100 Continue\r\n\r\n");
        rig.Run();
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", client.Take());
        client.Send(body.Wire());
        rig.Run();

        Refusals.AssertIs(400, "checksum-mismatch", client.Received);
        Assert.DoesNotContain(rig.Origins, static origin => origin.IsOpen);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(PayloadMode.Unsigned)]
    [InlineData(PayloadMode.Streaming)]
    public void ClientThatLeavesBehindContinue_LetsTheUpstreamGo(PayloadMode mode)
    {
        using var rig = new ProxyRig(Model(mode, ChecksumAlgorithm.None));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 900\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 100 Continue\r\n\r\n");
        rig.Run();
        client.Send("some");
        rig.Run();
        client.End();
        rig.Run();

        Assert.False(rig.Origin.IsOpen);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(PayloadMode.Unsigned)]
    [InlineData(PayloadMode.Streaming)]
    public void ClientThatNeverBringsItsBody_IsNotWaitedForTwice(PayloadMode mode)
    {
        using var rig = new ProxyRig(Model(mode, ChecksumAlgorithm.None));
        WireEnd client = rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();
        client.Take();
        client.Send("PUT /o HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n");
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(31));

        Refusals.AssertIs(408, "request-timeout", client.Received);
        Assert.Equal(0, rig.Counters.Retries);
        Assert.Single(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(64 * 1024, true)]
    public void ChunkedCodingOutside_IsHeldToTheConfiguredOverhead(int overhead, bool isTaken)
    {
        ProxyModel model = Model(PayloadMode.Streaming, ChecksumAlgorithm.None);
        using var rig = new S3Rig(model with { Limits = model.Limits with { ChunkOverheadBytes = overhead } });
        var body = new AwsChunkedBody([1]) { IsChunkedTwice = true };
        string wire = string.Concat(Encoding.ASCII.GetString(body.Framed()).Select(static letter => $"1;x={new string('y', 500)}\r\n{letter}\r\n"));
        WireEnd client = rig.Proxy.Send(body.Head("PUT /o"));
        client.Send(wire + "0\r\n\r\n");
        rig.Proxy.Run();

        if (!isTaken)
        {
            Refusals.AssertIs(400, "chunk-overhead", client.Received);
        }

        Assert.Equal(isTaken, rig.Store.Get("photos", "o") is not null);
        client.Close();
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatSaysNothingMore_IsToldSo()
    {
        using var rig = new ProxyRig(Model(PayloadMode.Streaming, ChecksumAlgorithm.None));
        var body = new AwsChunkedBody(s_data) { Checksum = "crc32" };
        WireEnd client = rig.Send(body.Head("PUT /o"));
        client.Send(body.Wire()[..100]);
        rig.Run();
        rig.Advance(TimeSpan.FromSeconds(31));

        Refusals.AssertIs(408, "request-timeout", client.Received);
        Assert.False(rig.Origin.IsOpen);
        rig.AssertNothingLeaks();
    }

    private static (string Head, byte[] Wire) Told(string lie, bool twice)
    {
        var body = new AwsChunkedBody(s_data) { Checksum = "crc32", ChunkSize = 400, IsChunkedTwice = twice };
        body = lie switch
        {
            "checksum" => body with { ChecksumValue = "AAAAAA==" },
            "longer" => body with { DecodedLength = s_data.Length - 1 },
            "shorter" => body with { DecodedLength = s_data.Length + 1 },
            "trailer" => body with { TrailerEnd = "\r\nx-amz-meta-a:b\r\n" },
            _ => body,
        };
        byte[] framed = body.Framed();
        framed = lie switch
        {
            "framing" => [.. framed[..405], (byte)'X', .. framed[406..]],
            "behind" => [.. framed, (byte)'X'],
            "cut" => framed[..^2],
            _ => framed,
        };
        string head = body.Head("PUT /o").Replace(
            $"Content-Length: {body.Framed().Length.ToString(CultureInfo.InvariantCulture)}\r\n",
            $"Content-Length: {framed.Length.ToString(CultureInfo.InvariantCulture)}\r\n",
            StringComparison.Ordinal);
        return twice
            ? (head, [.. Encoding.ASCII.GetBytes($"{framed.Length.ToString("x", CultureInfo.InvariantCulture)}\r\n"), .. framed, .. "\r\n0\r\n\r\n"u8])
            : (head, framed);
    }

    private static S3Rig Rig(PayloadMode mode, ChecksumAlgorithm checksum) => new(Model(mode, checksum));

    private static ProxyModel Model(PayloadMode mode, ChecksumAlgorithm checksum) =>
        Models.Of(Models.Bucket(payload: mode, checksum: checksum), static route => route with { Methods = MethodSet.All, Operations = Operations.Write });
}
