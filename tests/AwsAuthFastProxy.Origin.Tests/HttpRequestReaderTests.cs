using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

public class HttpRequestReaderTests
{
    private static readonly RefusedRequest[] s_refused = CaseFile.Read<RefusedRequest>("refused-requests.json");

    public static TheoryData<string> RefusedNames => new(s_refused.Select(refused => refused.Name));

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task BrokenRequest_IsRefusedAndTheConnectionClosed(string name)
    {
        RefusedRequest refused = s_refused.Single(candidate => candidate.Name == name);
        const string Next = "GET /next HTTP/1.1\r\nHost: s3.localhost\r\n\r\n";
        foreach (int pieceSize in new[] { 1, int.MaxValue })
        {
            var rig = new OriginRig(allowAnonymous: true);
            rig.Store.CreateBucket("b");

            byte[] wire = await rig.ConnectAsync(Encoding.Latin1.GetBytes(refused.Request + Next), pieceSize);

            WireResponse response = Assert.Single(WireResponse.ParseAll(wire));
            Assert.Equal(refused.Status, response.Status);
            Assert.Equal("close", response.Header("Connection"));
            Assert.Single(rig.Refused);
            Assert.Empty(rig.Received);
        }
    }

    [Fact]
    public async Task EveryPrefixOfARequest_IsNoRequest()
    {
        const string Whole = "PUT /b/k HTTP/1.1\r\nHost: s3.localhost\r\nContent-Length: 3\r\n\r\nabc";
        for (int length = 0; length < Whole.Length; length++)
        {
            var rig = new OriginRig(allowAnonymous: true);

            Assert.Empty(await rig.ConnectAsync(Encoding.Latin1.GetBytes(Whole[..length])));
            Assert.Empty(rig.Received);
        }
    }

    [Fact]
    public async Task Head_IsKeptAsReceived()
    {
        const string Wire = "\r\nget /A%2f//./b?x=%41&y=1+2&z HTTP/1.1\r\nhOST: s3.localhost:80\r\nX-A:1\r\nx-a:\t 2 \t\r\nX-B: caf\u00e9\r\nX-C:\r\n\r\n";

        RequestHead head = (await Reader(Wire).ReadHeadAsync(CancellationToken.None))!;

        Assert.Equal("get", head.Method);
        Assert.Equal("/A%2f//./b?x=%41&y=1+2&z", head.Target);
        Assert.Equal(1, head.MinorVersion);
        Assert.Equal(
            [new("hOST", "s3.localhost:80"), new("X-A", "1"), new("x-a", "2"), new("X-B", "caf\u00e9"), new("X-C", "")],
            head.Headers);
        Assert.Equal("1, 2", head.Header("X-A"));
        Assert.False(head.HasContent);
    }

    [Theory]
    [InlineData("http://t.example/p?q", "t.example", "/p?q")]
    [InlineData("HTTP://t.example:81", "t.example:81", "/")]
    [InlineData("https://t.example?q", "t.example", "/?q")]
    public async Task AbsoluteForm_ReplacesHost(string target, string authority, string pathAndQuery)
    {
        RequestHead head = (await Reader($"GET {target} HTTP/1.1\r\nHost: other.example\r\n\r\n").ReadHeadAsync(CancellationToken.None))!;

        Assert.Equal(authority, head.Authority);
        Assert.Equal(pathAndQuery, head.PathAndQuery);
    }

    [Fact]
    public async Task ChunkedContent_IsDecodedAndTrailersKeptApart()
    {
        HttpRequestReader reader = Reader(
            "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
            + "3;a;b=c ; d=\"e\\\"f\"\r\nabc\r\n00A\r\n0123456789\r\n0;last\r\nX-T: 1\r\nContent-Length: 5\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");

        RequestHead head = (await reader.ReadHeadAsync(CancellationToken.None))!;
        RequestContent content = await reader.ReadContentAsync(head, 100, CancellationToken.None);

        Assert.Equal("abc0123456789"u8.ToArray(), content.Octets);
        Assert.Equal([new("X-T", "1"), new("Content-Length", "5")], content.Trailers);
        Assert.Null(head.ContentLength);
        Assert.Equal("GET", (await reader.ReadHeadAsync(CancellationToken.None))!.Method);
        Assert.Null(await reader.ReadHeadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(40_000, 0, 414)]
    [InlineData(1, 40_000, 431)]
    public async Task HeadTooLong_IsRefused(int target, int field, int status)
    {
        HttpRequestReader reader = Reader($"GET /{new string('a', target)} HTTP/1.1\r\nHost: h\r\nX: {new string('b', field)}\r\n\r\n");

        HttpRefusedException refusal = await Assert.ThrowsAsync<HttpRefusedException>(() => reader.ReadHeadAsync(CancellationToken.None).AsTask());

        Assert.Equal(status, refusal.Status);
    }

    [Fact]
    public async Task TooManyFields_AreRefused()
    {
        HttpRequestReader reader = Reader("GET / HTTP/1.1\r\nHost: h\r\n" + string.Concat(Enumerable.Repeat("X: 1\r\n", 256)) + "\r\n");

        HttpRefusedException refusal = await Assert.ThrowsAsync<HttpRefusedException>(() => reader.ReadHeadAsync(CancellationToken.None).AsTask());

        Assert.Equal(431, refusal.Status);
    }

    [Theory]
    [InlineData("Content-Length: 11\r\n\r\nhello world")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n7fffffffffffff\r\n")]
    public async Task ContentBeyondTheLimit_Is413(string rest)
    {
        HttpRequestReader reader = Reader("PUT / HTTP/1.1\r\nHost: h\r\n" + rest);
        RequestHead head = (await reader.ReadHeadAsync(CancellationToken.None))!;

        HttpRefusedException refusal = await Assert.ThrowsAsync<HttpRefusedException>(() => reader.ReadContentAsync(head, 10, CancellationToken.None).AsTask());

        Assert.Equal(413, refusal.Status);
    }

    [Fact]
    public async Task ChunkExtensionsWithoutEnd_AreRefused()
    {
        string chunk = $"1;{new string('e', 4000)}\r\na\r\n";
        HttpRequestReader reader = Reader("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, 20)) + "0\r\n\r\n");
        RequestHead head = (await reader.ReadHeadAsync(CancellationToken.None))!;

        HttpRefusedException refusal = await Assert.ThrowsAsync<HttpRefusedException>(() => reader.ReadContentAsync(head, 100, CancellationToken.None).AsTask());

        Assert.Equal(400, refusal.Status);
    }

    private static HttpRequestReader Reader(string wire) => new(new MemoryStream(Encoding.Latin1.GetBytes(wire)));
}
