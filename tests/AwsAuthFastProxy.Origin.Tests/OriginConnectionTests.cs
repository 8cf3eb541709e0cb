using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

public class OriginConnectionTests
{
    private readonly OriginRig _rig = new(allowAnonymous: true);

    public OriginConnectionTests() => _rig.Store.Put(OriginRig.Bucket, "key", "value"u8.ToArray());

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task PipelinedRequests_AreAnsweredInOrder(int pieceSize)
    {
        const string Host = " HTTP/1.1\r\nHost: s3.amazonaws.com\r\n";
        string wire = $"HEAD /examplebucket/key{Host}\r\nPUT /examplebucket/new{Host}Content-Length: 3\r\n\r\nnewGET /examplebucket/new{Host}\r\n"
            + $"GET /examplebucket/none{Host}\r\nGET /examplebucket/key{Host}Content-Length: 2\r\n\r\nhiGET /examplebucket/key{Host}Connection: Close\r\n\r\nGET /{Host}\r\n";

        List<WireResponse> responses = WireResponse.ParseAll(
            await _rig.ConnectAsync(Encoding.ASCII.GetBytes(wire), pieceSize), "HEAD", "PUT", "GET", "GET", "GET", "GET");

        Assert.Equal([200, 200, 200, 404, 200, 200], responses.Select(response => response.Status));
        Assert.Equal("new", responses[2].Text);
        Assert.Equal("value", responses[5].Text);
        Assert.Equal("close", responses[5].Header("Connection"));
        Assert.Equal("hi"u8.ToArray(), _rig.Received[4].Body.ToArray());
        Assert.All(_rig.Received, request => Assert.Equal(1, request.Connection));
    }

    [Fact]
    public async Task ExpectContinue_IsAnsweredBeforeTheContent()
    {
        List<WireResponse> responses = WireResponse.ParseAll(await ConnectAsync(
            "PUT /examplebucket/new HTTP/1.1\r\nHost: s3.amazonaws.com\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\nabc"));

        Assert.Equal([100, 200], responses.Select(response => response.Status));
    }

    [Fact]
    public async Task ExpectContinueOfARefusedRequest_GetsTheRefusalAlone()
    {
        List<WireResponse> responses = WireResponse.ParseAll(await ConnectAsync(
            "PUT /missing/new HTTP/1.1\r\nHost: s3.amazonaws.com\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"));

        WireResponse response = Assert.Single(responses);
        Assert.Equal("NoSuchBucket", response.Code);
        Assert.Equal("close", response.Header("Connection"));
    }

    [Theory]
    [InlineData("PUT /examplebucket/new HTTP/1.1\r\nHost: s3.amazonaws.com\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n", 200)]
    [InlineData("PUT /examplebucket/new HTTP/1.0\r\nHost: s3.amazonaws.com\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na", 200)]
    [InlineData("PUT /examplebucket/new HTTP/1.1\r\nHost: s3.amazonaws.com\r\nExpect: foo\r\nContent-Length: 1\r\n\r\na", 417)]
    public async Task ExpectWithoutNeed_GetsNo100(string wire, int status)
    {
        Assert.Equal(status, Assert.Single(WireResponse.ParseAll(await ConnectAsync(wire))).Status);
    }

    [Fact]
    public async Task Http10_IsServedOnceAndClosed()
    {
        const string Request = "GET /examplebucket/key HTTP/1.0\r\n\r\n";

        WireResponse response = Assert.Single(WireResponse.ParseAll(await ConnectAsync(Request + Request)));

        Assert.Equal("value", response.Text);
        Assert.Equal("close", response.Header("Connection"));
        Assert.Equal(0, _rig.Received[0].MinorVersion);
    }

    [Fact]
    public async Task Record_IsWhatCameOverTheWire()
    {
        await ConnectAsync("GET /examplebucket/./%6bey?b&a HTTP/1.1\r\nHOST: s3.amazonaws.com\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\n\r\n");
        await ConnectAsync("GET / HTTP/1.1\r\nHost: s3.amazonaws.com\r\n\r\n");

        OriginRequest request = _rig.Received[0];
        Assert.Equal("/examplebucket/./%6bey?b&a", request.Target);
        Assert.Equal(["HOST", "X-B", "x-a", "X-B"], request.Headers.Select(line => line.Key));
        Assert.Equal("2, 3", request.Header("x-b"));
        Assert.Equal([1, 2], _rig.Received.Select(received => received.Connection));
        Assert.Equal(2, _rig.Origin.ConnectionCount);
        Assert.Equal(0, _rig.Origin.OpenConnectionCount);
    }

    [Fact]
    public async Task ContentCutShort_IsNoRequest()
    {
        Assert.Empty(await ConnectAsync("PUT /examplebucket/new HTTP/1.1\r\nHost: s3.amazonaws.com\r\nContent-Length: 10\r\n\r\nabc"));
        Assert.Null(_rig.Store.Get(OriginRig.Bucket, "new"));
        Assert.Empty(_rig.Received);
    }

    private Task<byte[]> ConnectAsync(string wire) => _rig.ConnectAsync(Encoding.ASCII.GetBytes(wire));
}
