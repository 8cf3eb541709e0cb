namespace AwsAuthFastProxy.Origin.Tests;

public class ObjectWritesTests
{
    private readonly OriginRig _rig = new(maxContentBytes: 100_000);

    [Fact]
    public async Task Put_KeepsContentTypeAndMetadata()
    {
        WireResponse response = await _rig.SendAsync(Put("value", ("content-type", "text/x"), ("x-amz-meta-a", "1"), ("x-amz-storage-class", "GLACIER")));

        Assert.Equal(200, response.Status);
        Assert.Equal("\"2063c1608d6e0baf80249c42e2be5804\"", response.Header("ETag"));
        StoredObject stored = _rig.Store.Get(OriginRig.Bucket, "key")!;
        Assert.Equal("value"u8.ToArray(), stored.Content.ToArray());
        Assert.Equal([new("Content-Type", "text/x"), new("x-amz-meta-a", "1"), new("x-amz-storage-class", "GLACIER")], stored.Headers);
    }

    [Fact]
    public async Task ContentThatIsNotWhatWasHashed_IsRefused()
    {
        SignedRequest request = Put("value");
        request.PayloadHash = SignedRequest.Hash("valuf"u8.ToArray());

        WireResponse response = await _rig.SendAsync(request);

        Assert.Equal(400, response.Status);
        Assert.Equal("XAmzContentSHA256Mismatch", response.Code);
        Assert.Equal(SignedRequest.Hash("value"u8.ToArray()), response.Element("S3ComputedContentSHA256"));
        Assert.False(_rig.Received[0].Verdict.Accepted);
        Assert.Null(_rig.Store.Get(OriginRig.Bucket, "key"));
    }

    [Theory]
    [InlineData("IGPBYI1uC6+AJJxC4r5YBA==", 200, null)]
    [InlineData("IGPBYI1uC6+AJJxC4r5YBB==", 400, "BadDigest")]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCfg==", 400, "BadDigest")]
    [InlineData("short", 400, "InvalidDigest")]
    public async Task ContentMd5_IsChecked(string digest, int status, string? code)
    {
        WireResponse response = await _rig.SendAsync(Put("value", ("content-md5", digest)));

        Assert.Equal(status, response.Status);
        Assert.Equal(code, _rig.Received[0].Verdict.ErrorCode);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "HVFmOg==", "BadDigest")]
    [InlineData("x-amz-checksum-sha256", "zUJATWS6T2A9erIlyiN5EzQgLqdC+e/vWqfU7i1XJNM=", "BadDigest")]
    public async Task WrongChecksum_IsRefused(string name, string value, string code) =>
        Assert.Equal(code, (await _rig.SendAsync(Put("value", (name, value)))).Code);

    [Fact]
    public async Task NoContentLength_Is411()
    {
        SignedRequest request = Put("");

        WireResponse response = await _rig.SendAsync(request);

        Assert.Equal(411, response.Status);
        Assert.Equal("MissingContentLength", response.Code);
    }

    [Fact]
    public async Task ChunkedTransferCoding_IsNotImplementedAndEndsTheConnection()
    {
        SignedRequest request = Put("5\r\nvalue\r\n0\r\n\r\n", ("transfer-encoding", "chunked"));

        WireResponse response = await _rig.SendAsync(request);

        Assert.Equal(501, response.Status);
        Assert.Equal("Transfer-Encoding", response.Element("Header"));
        Assert.Equal("close", response.Header("Connection"));
    }

    [Fact]
    public async Task TooLarge_IsRefusedUnread()
    {
        WireResponse response = await _rig.SendAsync(Put(new string('a', 100_001)));

        Assert.Equal("EntityTooLarge", response.Code);
        Assert.Equal("close", response.Header("Connection"));
        Assert.Empty(_rig.Received[0].Body.ToArray());
    }

    [Fact]
    public async Task KeyOfMoreThan1024Octets_IsTooLong()
    {
        SignedRequest request = Put("value");
        request.Path = "/examplebucket/" + new string('k', 1025);

        Assert.Equal("KeyTooLongError", (await _rig.SendAsync(request)).Code);
    }

    [Fact]
    public async Task MetadataOfMoreThan2KiB_AreTooLarge() =>
        Assert.Equal("MetadataTooLarge", (await _rig.SendAsync(Put("value", ("x-amz-meta-a", new string('m', 2048))))).Code);

    [Theory]
    [InlineData("if-none-match", "*", 200, 412)]
    [InlineData("if-match", "\"2063c1608d6e0baf80249c42e2be5804\"", 412, 200)]
    [InlineData("if-match", "\"x\"", 412, 412)]
    [InlineData("if-none-match", "\"x\"", 501, 501)]
    public async Task ConditionalPut_LooksAtWhatItReplaces(string name, string value, int whenMissing, int whenThere)
    {
        Assert.Equal(whenMissing, (await _rig.SendAsync(Put("value", (name, value)))).Status);
        _rig.Store.Put(OriginRig.Bucket, "key", "value"u8.ToArray());
        Assert.Equal(whenThere, (await _rig.SendAsync(Put("value", (name, value)))).Status);
    }

    [Fact]
    public async Task Copy_IsNotImplemented() =>
        Assert.Equal("x-amz-copy-source", (await _rig.SendAsync(Put("", ("x-amz-copy-source", "/a/b"), ("content-length", "0")))).Element("Header"));

    [Fact]
    public async Task Delete_Is204WhetherTheKeyWasThereOrNot()
    {
        _rig.Store.Put(OriginRig.Bucket, "key", "value"u8.ToArray());

        Assert.Equal(204, (await _rig.SendAsync(new SignedRequest { Method = "DELETE" })).Status);
        Assert.Null(_rig.Store.Get(OriginRig.Bucket, "key"));
        WireResponse again = await _rig.SendAsync(new SignedRequest { Method = "DELETE" });
        Assert.Equal(204, again.Status);
        Assert.Null(again.Header("Content-Length"));
    }

    private static SignedRequest Put(string content, params (string Name, string Value)[] signed)
    {
        var request = new SignedRequest { Method = "PUT", Content = System.Text.Encoding.ASCII.GetBytes(content) };
        request.Signed.AddRange(signed);
        return request;
    }
}
