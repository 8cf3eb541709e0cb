using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Proxy.Tests.Routing;

/// <summary>Strangers who try to have done in our name what the route does not allow, by another spelling of it.</summary>
public class ConfusedDeputyTests
{
    private const string Field = "field-not-allowed";
    private const string Copy = "copy-source-not-allowed";
    private const string Target = "bucket-operation-not-allowed";
    private const string Query = "query-not-allowed";

    /// <summary>Servers that name fields as CGI does make one name of both spellings, and neither rule nor signature would have seen it.</summary>
    [Theory]
    [InlineData("x_amz_acl: public-read")]
    [InlineData("X_Amz_Copy_Source: other/secret")]
    [InlineData("x-amz_acl: public-read")]
    [InlineData("x_amz-meta-a: b")]
    [InlineData("x_amz_date: 20260101T000000Z")]
    [InlineData("x-amz-content_sha256: UNSIGNED-PAYLOAD")]
    [InlineData("Content_Length: 5")]
    [InlineData("Transfer_Encoding: chunked")]
    [InlineData("content_md5: x")]
    [InlineData("if_none_match: x")]
    public void FieldWithUnderscores_ThatLooksLikeOneWithMeaning_IsRefused(string field)
    {
        foreach (Operations operations in new[] { Operations.Write, Operations.All })
        {
            AssertIs(operations, "PUT /a", field, Field);
        }
    }

    [Theory]
    [InlineData("x-amz-meta-my_key: b")]
    [InlineData("x_request_id: 1")]
    [InlineData("_: 1")]
    public void FieldWithUnderscores_ThatLooksLikeNothing_Passes(string field) => AssertIs(Operations.Write, "PUT /a", field, null);

    [Theory]
    [InlineData("x-minio-force-delete: true")]
    [InlineData("X-Goog-Acl: public-read")]
    [InlineData("x-http-method-override: DELETE")]
    [InlineData("X-HTTP-Method: PUT")]
    public void OrdersOfOtherServers_NeedAll(string field)
    {
        AssertIs(Operations.Read, "GET /a", field, Field);
        AssertIs(Operations.Write, "DELETE /a", field, Field);
        AssertIs(Operations.All, "DELETE /a", field, null);
    }

    /// <summary>What the endpoint's host names may be a bucket already; then the first segment of the path is part of a key.</summary>
    [Fact]
    public void Copy_WithoutABucketInTheConfiguration_IsRefused()
    {
        using var rig = new ProxyRig(Models.Of(
            Models.Bucket(BucketSource.None), static route => route with { Methods = MethodSet.All, Operations = Operations.Write }));
        AssertIs(rig, "PUT /other/k", "x-amz-copy-source: other/secret", Copy);
    }

    [Theory]
    [InlineData("/up/", "/up", "/public", "photos/public/a", null)]
    [InlineData("/up/", "/up", "/public", "/photos/public/a?versionId=1", null)]
    [InlineData("/up/", "/up", "/public", "photos/%70ublic/a", null)]
    [InlineData("/up/", "/up", "/public", "photos/private/a", Copy)]
    [InlineData("/up/", "/up", "/public", "photos/publicity/a", Copy)]
    [InlineData("/up/", "/up", "/public", "photos/public", Copy)]
    [InlineData("/up/", "/up", "/public", "photos//public/a", Copy)]
    [InlineData("/up/", "/up", "/a%20b", "photos/a%20b/c", null)]
    [InlineData("/up/", "/up", "/a%2Bb", "photos/a+b/c", Copy)]
    [InlineData("/up/", "/up", "/a%20b", "photos/a+b/c", Copy)]
    [InlineData("/up/", "/up", "/public", "photos/public/%zz", Copy)]
    [InlineData("/up/", "", "", "photos/up/b", null)]
    [InlineData("/up/", "", "", "photos/private/b", Copy)]
    [InlineData("/up/", "/up", "", "photos/private/b", null)]
    public void Copy_StaysBelowTheRoutesPrefix(string path, string strip, string add, string source, string? refusal)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), route => route with
        {
            Methods = MethodSet.All,
            Operations = Operations.Write,
            Path = path,
            Strip = strip,
            Add = add,
        }));
        AssertIs(rig, "PUT /up/k", $"x-amz-copy-source: {source}", refusal);
    }

    [Theory]
    [InlineData("/up/public/k", "bucket/public/a", Copy)]
    [InlineData("/up/public/k", "public/a", null)]
    [InlineData("/up/public/k", "public-2/a", Copy)]
    public void Copy_StaysBelowTheRoutesPrefix_WhereThePathNamesTheBucket(string path, string source, string? refusal)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(BucketSource.FromPath, BucketStyle.Path), static route => route with
        {
            Methods = MethodSet.All,
            Operations = Operations.Write,
            Path = "/up/public/",
            Strip = "/up",
        }));
        AssertIs(rig, $"PUT {path}", $"x-amz-copy-source: {source}", refusal);
    }

    /// <summary>By hosts as by servers: what another route takes is not this route's to read, and its keys not this route's to delete.</summary>
    [Theory]
    [InlineData("PUT", "/k", "photos/a", null)]
    [InlineData("PUT", "/k", "photos/private/a", Copy)]
    [InlineData("PUT", "/k", "photos//private//a", Copy)]
    [InlineData("PUT", "/k", "photos/private", null)]
    [InlineData("POST", "/?delete", null, Target)]
    public void OtherRoutesKeys_AreOutOfReach(string method, string path, string? source, string? refusal)
    {
        UpstreamModel upstream = Models.Bucket();
        RouteSketch route = new(upstream) { Methods = MethodSet.All, Operations = Operations.Write };
        foreach (string? host in new[] { null, "h", "*.h" })
        {
            using var rig = new ProxyRig(Models.Of([upstream], [route, new RouteSketch(upstream) { Path = "/private/", Host = host }, new RouteSketch(upstream) { Path = "/else/", Host = "else" }]));
            string heard = rig.Send(
                $"{method} {path} HTTP/1.1\r\nHost: {(host == "*.h" ? "a.h" : "h")}\r\n{(source is null ? "" : $"x-amz-copy-source: {source}\r\n")}\r\n").Received;
            Assert.Equal(refusal is null, heard.Length == 0);
            if (refusal is not null)
            {
                Refusals.AssertIs(403, refusal, heard);
            }
        }
    }

    [Theory]
    [InlineData("else", "/", false)]
    [InlineData(null, "/other-bucket/", true)]
    public void DeletingMany_IsForARouteThatIsTheWholeBucket(string? host, string path, bool isOther)
    {
        UpstreamModel upstream = Models.Bucket();
        UpstreamModel second = isOther ? Models.Bucket(host: "elsewhere.example") with { Name = "second" } : upstream;
        RouteSketch route = new(upstream) { Methods = MethodSet.All, Operations = Operations.Write };
        using var rig = new ProxyRig(Models.Of(isOther ? [upstream, second] : [upstream], [route, new RouteSketch(second) { Path = path, Host = host }]));

        AssertIs(rig, "POST /?delete", "", null);
    }

    /// <summary>Some servers delete many also where a key stands, and whatever keys the body names.</summary>
    [Theory]
    [InlineData("POST /up/?delete", Target)]
    [InlineData("POST /up/k?delete", Target)]
    [InlineData("POST /up/k?uploads&delete", Target)]
    [InlineData("PUT /up/k?delete", Target)]
    [InlineData("DELETE /up/k?delete", Target)]
    [InlineData("GET /up/k?delete", Target)]
    [InlineData("POST /up/k?uploads", null)]
    public void DeletingMany_IsNotForAPrefix(string request, string? refusal)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), static route => route with
        {
            Methods = MethodSet.All,
            Operations = Operations.Write,
            Path = "/up/",
            Strip = "/up",
            Add = "/public",
        }));
        AssertIs(rig, request, "", refusal);
    }

    [Theory]
    [InlineData("GET /?tagging", Target)]
    [InlineData("DELETE /?tagging", Target)]
    [InlineData("GET /a?tagging", null)]
    [InlineData("GET /?acl&x=1", Query)]
    [InlineData("GET /?%61cl=", Query)]
    [InlineData("GET /?=acl", Query)]
    [InlineData("GET /?=", Query)]
    [InlineData("GET /?+acl", Query)]
    [InlineData("GET /?acl+", Query)]
    [InlineData("GET /?acl%00", "bad-query-encoding")]
    [InlineData("GET /?ac%6C&", Query)]
    [InlineData("GET /?prefix=a%26acl", null)]
    [InlineData("GET /?prefix=a;acl", null)]
    [InlineData("GET /?prefix=a&&&", null)]
    [InlineData("GET /?prefix;acl", Query)]
    public void QueriesInEverySpelling_AreReadOnce(string request, string? refusal) => AssertIs(Operations.Write, request, "", refusal);

    /// <summary>Two forms of authentication never go upstream, not even where everything else does.</summary>
    [Theory]
    [InlineData("GET /a?X-Amz-Algorithm=A&X-Amz-Credential=C&X-Amz-Signature=S&X-Amz-Security-Token=T&k=v", "")]
    [InlineData("GET /a?x-amz-SIGNATURE=S&X%2DAmz%2DCredential=C&k=v", "")]
    [InlineData("GET /a?AWSAccessKeyId=A&Signature=S&Expires=1&k=v", "")]
    [InlineData("GET /a?X-Amz-Region-Set=*&X-Amz-S3session-Token=T&k=v", "")]
    [InlineData("GET /a?X-Goog-Algorithm=A&X-Goog-Credential=C&X-Goog-Date=D&X-Goog-Expires=1&X-Goog-SignedHeaders=h&X-Goog-Signature=S&GoogleAccessId=i&k=v", "")]
    [InlineData("GET /a?k=v", "Authorization: AWS a:b\r\nAUTHORIZATION: AWS4-HMAC-SHA256 x")]
    [InlineData("GET /a?k=v", "x-amz-s3session-token: T\r\nX-Amz-Region-Set: *")]
    [InlineData("GET /a?k=v", "x-amz-date: D\r\nx-amz-security-token: T\r\nX-Amz-Security-Token: U")]
    public void TwoFormsOfAuthentication_NeverGoUpstream(string request, string fields)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), static route => route with { Methods = MethodSet.All, Operations = Operations.All }));
        Send(rig, request, fields);

        string upstream = rig.Origin.Received;
        Assert.StartsWith("GET /a?k=v HTTP/1.1\r\n", upstream, StringComparison.Ordinal);
        Assert.Single(upstream.Split("Authorization: ", StringSplitOptions.None).Skip(1));
        Assert.DoesNotContain("AWS a:b", upstream, StringComparison.Ordinal);
        Assert.DoesNotContain("session", upstream, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("region-set", upstream, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("security-token", upstream, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Nothing signed, so what stands behind reads the path by its own lights: no reading of it may be another route's.</summary>
    [Theory]
    [InlineData("/public/../private/a")]
    [InlineData("/public/%2e%2e/private/a")]
    [InlineData("/public/..%2fprivate/a")]
    [InlineData("/public/..;/private/a")]
    [InlineData("/public/..;x=y/private/a")]
    [InlineData("/public/%2e.%3Bx/private/a")]
    [InlineData("/public/..\\private/a")]
    [InlineData("/public\\..\\private/a")]
    [InlineData("/public/x%5c..%5C../private/a")]
    [InlineData("/public/.")]
    [InlineData("/public/..")]
    public void UnsignedRoute_DotSegmentsOfAnyServer_AreRefused(string path)
    {
        using var rig = new ProxyRig(TwoRoutes());
        Refusals.AssertIs(400, "dot-segment", Send(rig, $"GET {path}", ""));
        Assert.Empty(rig.Origins);
    }

    [Theory]
    [InlineData("/public/a.b/...")]
    [InlineData("/public/..a")]
    [InlineData("/public/a..")]
    [InlineData("/public/.well-known/a")]
    [InlineData("/public/a;..")]
    [InlineData("/public//a")]
    [InlineData("//public/a")]
    public void UnsignedRoute_OtherDotsAndSlashes_Pass(string path)
    {
        using var rig = new ProxyRig(TwoRoutes());
        Assert.Equal("", Send(rig, $"GET {path}", ""));
        Assert.StartsWith($"GET {path} HTTP/1.1\r\n", rig.Origin.Received, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//private/a")]
    [InlineData("/%2Fprivate/a")]
    [InlineData("///private//a")]
    public void UnsignedRoute_SlashesThatAServerMergesIntoAnotherRoute_AreRefused(string path)
    {
        using var rig = new ProxyRig(TwoRoutes());
        Refusals.AssertIs(404, "no-route", Send(rig, $"GET {path}", ""));
        Assert.Empty(rig.Origins);
    }

    /// <summary>Everything by GET, but below /private only HEAD.</summary>
    private static ProxyModel TwoRoutes()
    {
        UpstreamModel upstream = Models.Plain("origin.example");
        return Models.Of([upstream], [new RouteSketch(upstream), new RouteSketch(upstream) { Path = "/private/", Methods = MethodSet.Head }]);
    }

    private static void AssertIs(Operations operations, string request, string fields, string? refusal)
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), route => route with { Methods = MethodSet.All, Operations = operations }));
        AssertIs(rig, request, fields, refusal);
    }

    private static void AssertIs(ProxyRig rig, string request, string fields, string? refusal)
    {
        string heard = Send(rig, request, fields);
        if (refusal is null)
        {
            Assert.Equal("", heard);
            Assert.Single(rig.Origins);
        }
        else
        {
            Refusals.AssertIs(refusal.StartsWith("bad-", StringComparison.Ordinal) ? 400 : 403, refusal, heard);
            Assert.Empty(rig.Origins);
            Assert.Empty(rig.Log.Loud);
        }
    }

    private static string Send(ProxyRig rig, string request, string fields) =>
        rig.Send($"{request} HTTP/1.1\r\nHost: h\r\n{(fields.Length > 0 ? fields + "\r\n" : "")}\r\n").Received;
}
