namespace AwsAuthFastProxy.Origin.Tests;

public class ListingTests
{
    private readonly OriginRig _rig = new(allowAnonymous: true);

    public ListingTests()
    {
        foreach (string key in new[] { "a", "b/1", "b/2", "b/c/3", "d", "e/4", "f%26" })
        {
            _rig.Store.Put(OriginRig.Bucket, key, "x"u8.ToArray());
        }
    }

    [Theory]
    [InlineData("", "a b/1 b/2 b/c/3 d e/4 f%26", "")]
    [InlineData("&prefix=b/", "b/1 b/2 b/c/3", "")]
    [InlineData("&delimiter=/", "a d f%26", "b/ e/")]
    [InlineData("&prefix=b/&delimiter=/", "b/1 b/2", "b/c/")]
    [InlineData("&prefix=b/c/3&delimiter=/", "b/c/3", "")]
    [InlineData("&start-after=b/2", "b/c/3 d e/4 f%26", "")]
    [InlineData("&start-after=b/zzz&delimiter=/", "d f%26", "e/")]
    [InlineData("&encoding-type=url&prefix=f", "f%2526", "")]
    [InlineData("&max-keys=0", "", "")]
    [InlineData("&prefix=nothing", "", "")]
    [InlineData("&delimiter=b/", "a d e/4 f%26", "b/")]
    public async Task Parameters_ChooseKeysAndPrefixes(string parameters, string keys, string prefixes)
    {
        WireResponse response = await ListAsync("list-type=2" + parameters);

        Assert.Equal(keys, string.Join(' ', response.Elements("Key")));
        string own = response.Elements("Prefix")[0];
        Assert.Equal(parameters.Contains("prefix=", StringComparison.Ordinal), own.Length > 0);
        Assert.Equal(prefixes, string.Join(' ', response.Elements("Prefix")[1..]));
        Assert.Equal("false", response.Element("IsTruncated"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task PagesWithADelimiter_ShowEveryEntryOnce(int size)
    {
        var entries = new List<string>();
        string? token = "";
        for (int pages = 0; token is not null; pages++)
        {
            Assert.True(pages < 6);
            WireResponse page = await ListAsync(
                $"list-type=2&delimiter=/&max-keys={size}{(token.Length == 0 ? "" : "&continuation-token=" + Uri.EscapeDataString(token))}");
            entries.AddRange(page.Elements("Key").Concat(page.Elements("Prefix")[1..]));
            Assert.Equal(page.Element("KeyCount"), (page.Elements("Key").Length + page.Elements("Prefix").Length - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            token = page.Element("NextContinuationToken");
        }

        Assert.Equal(["a", "b/", "d", "e/", "f%26"], entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task FirstVersion_GoesOnByMarker()
    {
        WireResponse first = await ListAsync("delimiter=/&max-keys=2");
        Assert.Equal("b/", first.Element("NextMarker"));
        Assert.Equal("true", first.Element("IsTruncated"));

        WireResponse second = await ListAsync("delimiter=/&marker=b/");
        Assert.Equal(["d", "f%26"], second.Elements("Key"));
        Assert.Equal("false", second.Element("IsTruncated"));
    }

    [Theory]
    [InlineData("list-type=3")]
    [InlineData("list-type=2&max-keys=x")]
    [InlineData("list-type=2&max-keys=-1")]
    [InlineData("list-type=2&encoding-type=base64")]
    [InlineData("list-type=2&continuation-token=%21")]
    public async Task BadParameter_IsInvalidArgument(string query)
    {
        WireResponse response = await ListAsync(query);

        Assert.Equal(400, response.Status);
        Assert.Equal("InvalidArgument", response.Code);
    }

    [Fact]
    public async Task Entry_HasTheElementsOfS3()
    {
        WireResponse response = await ListAsync("list-type=2&prefix=a");

        Assert.Equal("2013-05-24T00:00:00.000Z", response.Element("LastModified"));
        Assert.Equal("\"9dd4e461268c8034f5c8564e155c67a6\"", response.Element("ETag"));
        Assert.Equal("1", response.Element("Size"));
        Assert.Equal("STANDARD", response.Element("StorageClass"));
        Assert.Equal(OriginRig.Bucket, response.Element("Name"));
        Assert.Equal("1000", response.Element("MaxKeys"));
    }

    private Task<WireResponse> ListAsync(string query) =>
        _rig.SendAsync($"GET /{OriginRig.Bucket}?{query} HTTP/1.1\r\nHost: s3.amazonaws.com\r\n\r\n");
}
