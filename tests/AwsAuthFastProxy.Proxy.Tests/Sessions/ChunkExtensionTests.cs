using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Sessions;

/// <summary>Chunk extensions are ignored, and bounded.</summary>
public class ChunkExtensionTests
{
    [Theory]
    [InlineData(true, "chunk-line-too-long")]
    [InlineData(false, "chunk-overhead")]
    public void MF15_MebibyteOfChunkExtensions_400AndNoWholeRequestUpstream(bool inOneLine, string reason)
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        WireEnd client = rig.Send("PUT /o HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        client.Send(inOneLine ? $"1;x={new string('x', 1 << 20)}" : string.Concat(Enumerable.Repeat("1;x=yyyyyyyyyyyyyyyyyyyyyyyyyyy\r\na\r\n", 1 << 15)));
        rig.Run();

        Refusals.AssertIs(400, reason, client.Received);
        Assert.False(client.IsOpen);
        Assert.False(rig.Origin.IsOpen);
        Assert.DoesNotContain("\r\n0\r\n", rig.Origin.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("yyy", rig.Origin.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }
}
