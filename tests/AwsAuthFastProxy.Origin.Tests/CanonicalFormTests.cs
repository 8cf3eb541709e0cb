namespace AwsAuthFastProxy.Origin.Tests;

public class CanonicalFormTests
{
    private readonly OriginRig _rig = new();

    public CanonicalFormTests() => _rig.Store.Put(OriginRig.Bucket, "key", "value"u8.ToArray());

    [Fact]
    public async Task SignedHeaderThatIsLost_DoesNotMatch()
    {
        var request = new SignedRequest { Signed = { ("x-extra", "") } };
        string wire = System.Text.Encoding.Latin1.GetString(request.ToWire());
        Assert.Equal(200, (await _rig.SendAsync(wire)).Status);

        WireResponse response = await _rig.SendAsync(wire.Replace("x-extra: \r\n", "", StringComparison.Ordinal));

        Assert.Equal("SignatureDoesNotMatch", response.Code);
    }

    [Theory]
    [InlineData("x-a: 1 \r\nX-A:\t2", "1,2")]
    [InlineData("x-a:   a   b  c ", "a b c")]
    [InlineData("x-a: caf\u00e9", "caf\u00e9")]
    public async Task HeaderValue_IsFoldedAndJoined(string sent, string canonical)
    {
        var request = new SignedRequest { Signed = { ("x-a", canonical) } };
        string wire = System.Text.Encoding.Latin1.GetString(request.ToWire());

        WireResponse response = await _rig.SendAsync(wire.Replace("x-a: " + canonical, sent, StringComparison.Ordinal));

        Assert.Equal(200, response.Status);
    }

    [Theory]
    [InlineData("/examplebucket/key", "b=2&a=1&a&c=x=y&d=+%2B/&&e=%7e%c3%a9", "a=&a=1&b=2&c=x%3Dy&d=%20%2B%2F&e=~%C3%A9")]
    [InlineData("/examplebucket/%6bey", "", "")]
    [InlineData("/examplebucket/key", "k=b&k=a", "k=a&k=b")]
    [InlineData("/examplebucket/key", "A=1&a=2&-=3&%2D-=4", "-=3&--=4&A=1&a=2")]
    public async Task TargetInAnotherForm_HasTheSameCanonicalForm(string path, string query, string canonicalQuery)
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { Query = canonicalQuery, SentTarget = query.Length == 0 ? path : $"{path}?{query}" });

        Assert.Equal(200, response.Status);
    }

    [Theory]
    [InlineData("a+b", "a%20b")]
    [InlineData("a%2Bb", "a%2Bb")]
    [InlineData("x//.././y", "x//.././y")]
    [InlineData("/", "/")]
    [InlineData("//a/", "//a/")]
    [InlineData("..", "..")]
    [InlineData("*'()!@=,:;$&", "%2A%27%28%29%21%40%3D%2C%3A%3B%24%26")]
    [InlineData("%e2%82%ac%7E", "%E2%82%AC~")]
    public async Task Path_IsDecodedOnceAndEncodedOnce(string sent, string canonical)
    {
        _rig.Store.Put(OriginRig.Bucket, Uri.UnescapeDataString(canonical), "odd"u8.ToArray());

        WireResponse response = await _rig.SendAsync(
            new SignedRequest { Path = "/examplebucket/" + canonical, SentTarget = "/examplebucket/" + sent });

        Assert.Equal("odd", response.Text);
    }

    [Theory]
    [InlineData("%zz")]
    [InlineData("%2")]
    [InlineData("%")]
    [InlineData("key?a=%g0")]
    public async Task BadPercentEncoding_IsInvalidUri(string target)
    {
        WireResponse response = await _rig.SendAsync("GET", target);

        Assert.Equal(400, response.Status);
        Assert.Equal("InvalidURI", response.Code);
    }

    /// <summary>The signature covers octets, whatever they mean.</summary>
    [Fact]
    public async Task PathThatIsNotUtf8_IsInvalidUriOnceItsSignatureHolds()
    {
        WireResponse signed = await _rig.SendAsync(new SignedRequest { Path = "/examplebucket/%FF" });
        WireResponse other = await _rig.SendAsync(new SignedRequest { Path = "/examplebucket/%FF", SentTarget = "/examplebucket/%FE" });

        Assert.Equal("InvalidURI", signed.Code);
        Assert.Equal("SignatureDoesNotMatch", other.Code);
    }

    [Fact]
    public async Task VirtualHostWithPort_IsSignedWithItsPort()
    {
        WireResponse response = await _rig.SendAsync(new SignedRequest { Host = "examplebucket.s3.amazonaws.com:8080", Path = "/key" });

        Assert.Equal("value", response.Text);
    }
}
