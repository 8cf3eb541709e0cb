using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Routing;

/// <summary>What strangers may do in our name.</summary>
public class OperationRulesTests
{
    private const string Query = "query-not-allowed";
    private const string Field = "field-not-allowed";
    private const string Target = "bucket-operation-not-allowed";
    private const string Copy = "copy-source-not-allowed";

    [Theory]
    [InlineData("GET /a", "", null)]
    [InlineData("HEAD /a?versionId=1&partNumber=2", "", null)]
    [InlineData("GET /a?response-content-type=text/plain&response-cache-control=no-cache", "", null)]
    [InlineData("GET /?list-type=2&prefix=a&delimiter=/&max-keys=1&continuation-token=x&start-after=y&fetch-owner=true&encoding-type=url", "", null)]
    [InlineData("GET /?marker=a", "", null)]
    [InlineData("GET /a?x-id=GetObject", "", null)]
    [InlineData("GET /a", "x-amz-checksum-mode: ENABLED", null)]
    [InlineData("GET /a", "X-Amz-Cf-Id: 1", null)]
    [InlineData("GET /a", "X-Amz-Date: 1\r\nAuthorization: x\r\nX-Amz-Security-Token: t", null)]
    [InlineData("GET /a?X-Amz-Signature=1&X-Amz-Credential=c", "", null)]
    [InlineData("GET /?acl", "", Query)]
    [InlineData("GET /a?acl", "", Query)]
    [InlineData("GET /a?%61cl", "", Query)]
    [InlineData("GET /?ACL", "", Query)]
    [InlineData("GET /?policy", "", Query)]
    [InlineData("GET /?uploads", "", Query)]
    [InlineData("GET /?versions", "", Query)]
    [InlineData("GET /a?tagging", "", Query)]
    [InlineData("GET /a?torrent", "", Query)]
    [InlineData("GET /a?attributes", "", Query)]
    [InlineData("GET /a?list-type=2&lifecycle=", "", Query)]
    [InlineData("GET /a", "x-amz-acl: public-read", Field)]
    [InlineData("GET /a", "x-amz-meta-a: 1", Field)]
    [InlineData("GET /a", "X-AMZ-Bypass-Governance-Retention: true", Field)]
    [InlineData("PUT /a", "", Target)]
    [InlineData("DELETE /a", "", Target)]
    [InlineData("PATCH /a", "", Target)]
    [InlineData("FOO /a", "", Target)]
    public void Read(string request, string fields, string? refusal) => AssertIs(Operations.Read, request, fields, refusal);

    [Theory]
    [InlineData("PUT /a", "", null)]
    [InlineData("PUT /a", "x-amz-meta-a: 1\r\nx-amz-storage-class: STANDARD_IA\r\nx-amz-tagging: a=b\r\nx-amz-checksum-crc32: AAAAAA==", null)]
    [InlineData("PUT /a", "x-amz-server-side-encryption: AES256", null)]
    [InlineData("DELETE /a?versionId=1", "", null)]
    [InlineData("POST /a?uploads", "", null)]
    [InlineData("PUT /a?partNumber=1&uploadId=x", "", null)]
    [InlineData("POST /a?uploadId=x", "", null)]
    [InlineData("PUT /a?tagging", "", null)]
    [InlineData("POST /?delete", "", null)]
    [InlineData("PUT /a", "x-amz-copy-source: photos/b", null)]
    [InlineData("PUT /a", "x-amz-copy-source: /photos/b%20c?versionId=1\r\nx-amz-metadata-directive: REPLACE", null)]
    [InlineData("PUT /a", "x-amz-copy-source: other/b", Copy)]
    [InlineData("PUT /a", "x-amz-copy-source: photos-other/b", Copy)]
    [InlineData("PUT /a", "x-amz-copy-source: photos", Copy)]
    [InlineData("PUT /a", "x-amz-copy-source: photos/", Copy)]
    [InlineData("PUT /a", "x-amz-copy-source: //photos/b", Copy)]
    [InlineData("PUT /a", "x-amz-copy-source: PHOTOS/b", Copy)]
    [InlineData("PUT /a", "x-amz-copy-source: photos/b\r\nx-amz-copy-source: other/b", Copy)]
    [InlineData("PUT /a", "x-amz-copy-source: arn:aws:s3:us-east-1:1:accesspoint/x/object/y", Copy)]
    [InlineData("PUT /", "", Target)]
    [InlineData("DELETE /", "", Target)]
    [InlineData("POST /a", "", Target)]
    [InlineData("POST /", "", Target)]
    [InlineData("PUT /?policy", "", Query)]
    [InlineData("PUT /a?acl", "", Query)]
    [InlineData("PUT /a?retention", "", Query)]
    [InlineData("PUT /a?legal-hold", "", Query)]
    [InlineData("POST /a?restore", "", Query)]
    [InlineData("POST /a?select&select-type=2", "", Query)]
    [InlineData("PUT /a", "x-amz-acl: public-read", Field)]
    [InlineData("PUT /a", "x-amz-grant-full-control: id=1", Field)]
    [InlineData("PUT /a", "x-amz-website-redirect-location: /evil", Field)]
    [InlineData("PUT /a", "x-amz-object-lock-mode: GOVERNANCE", Field)]
    [InlineData("DELETE /a", "x-amz-bypass-governance-retention: true", Field)]
    [InlineData("DELETE /a", "x-amz-mfa: 1", Field)]
    public void Write(string request, string fields, string? refusal) => AssertIs(Operations.Write, request, fields, refusal);

    [Theory]
    [InlineData("GET /?acl", "")]
    [InlineData("PUT /?policy", "")]
    [InlineData("PUT /a", "x-amz-acl: public-read")]
    [InlineData("PUT /", "")]
    [InlineData("PUT /a", "x-amz-copy-source: other/b")]
    [InlineData("FOO /a", "")]
    public void All(string request, string fields) => AssertIs(Operations.All, request, fields, null);

    [Fact]
    public void DeletingByPost_NeedsDelete()
    {
        UpstreamModel upstream = Models.Bucket();
        using var rig = new ProxyRig(Models.Of(upstream, static route => route with { Methods = MethodSet.Post, Operations = Operations.Write }));

        Refusals.AssertIs(403, Target, rig.Send("POST /?delete HTTP/1.1\r\nHost: h\r\n\r\n").Received);
    }

    [Theory]
    [InlineData(BucketSource.None, BucketStyle.Path, "GET /", Target)]
    [InlineData(BucketSource.None, BucketStyle.Path, "GET //k", Target)]
    [InlineData(BucketSource.None, BucketStyle.Path, "GET /bucket", null)]
    [InlineData(BucketSource.None, BucketStyle.Path, "PUT /bucket", Target)]
    [InlineData(BucketSource.None, BucketStyle.Path, "PUT /bucket/", Target)]
    [InlineData(BucketSource.None, BucketStyle.Path, "PUT /bucket/k", null)]
    [InlineData(BucketSource.FromPath, BucketStyle.Path, "DELETE /bucket", Target)]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "DELETE /bucket", Target)]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "GET /", Target)]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "PUT /bucket/k", null)]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "PUT /", Target)]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "PUT /k", null)]
    public void BucketsThemselves_AreOutOfReach(BucketSource source, BucketStyle style, string request, string? refusal)
    {
        using var rig = new ProxyRig(Models.Of(
            Models.Bucket(source, style), static route => route with { Methods = MethodSet.All, Operations = Operations.Write }));
        AssertIs(rig, request, "", refusal, "bucket.edge.example");
    }

    [Theory]
    [InlineData(BucketSource.FromPath, BucketStyle.Path, "/bucket/k", "bucket/b", null)]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "/bucket/k", "bucket/b", null)]
    [InlineData(BucketSource.FromHost, BucketStyle.VirtualHost, "/k", "bucket/b", null)]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "/k", "/bucket/b", null)]
    [InlineData(BucketSource.FromHost, BucketStyle.Path, "/k", "BUCKET/b", Copy)]
    [InlineData(BucketSource.FromPath, BucketStyle.Path, "/bucket/k", "other/b", Copy)]
    [InlineData(BucketSource.FromPath, BucketStyle.VirtualHost, "/bucket/k", "other/b", Copy)]
    [InlineData(BucketSource.FromHost, BucketStyle.VirtualHost, "/k", "other/b", Copy)]
    public void Copy_StaysInTheBucketTheClientNames(BucketSource source, BucketStyle style, string path, string from, string? refusal)
    {
        using var rig = new ProxyRig(Models.Of(
            Models.Bucket(source, style), static route => route with { Methods = MethodSet.All, Operations = Operations.Write }));
        AssertIs(rig, $"PUT {path}", $"x-amz-copy-source: {from}", refusal, "Bucket.edge.example");
    }

    [Fact]
    public void UnsignedRoute_HasNoRules()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        AssertIs(rig, "PUT /?policy", "x-amz-acl: public-read", null, "h");
    }

    private static void AssertIs(Operations operations, string request, string fields, string? refusal)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), route => route with { Methods = MethodSet.All, Operations = operations }));
        AssertIs(rig, request, fields, refusal, "h.example");
    }

    private static void AssertIs(ProxyRig rig, string request, string fields, string? refusal, string host)
    {
        WireEnd client = rig.Send($"{request} HTTP/1.1\r\nHost: {host}\r\n{(fields.Length > 0 ? fields + "\r\n" : "")}\r\n");
        if (refusal is null)
        {
            Assert.Equal("", client.Received);
            Assert.Single(rig.Origins);
        }
        else
        {
            Refusals.AssertIs(403, refusal, client.Received, toHead: request.StartsWith("HEAD", StringComparison.Ordinal));
            Assert.Empty(rig.Origins);
            Assert.Empty(rig.Log.Loud);
        }
    }
}
