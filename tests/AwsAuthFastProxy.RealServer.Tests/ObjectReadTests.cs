using System.Globalization;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>What RFC 9110 lets a reader ask for: ranges, conditions, what is not there; and what S3 adds to it.</summary>
[Collection(CephCollection.Name)]
public sealed class ObjectReadTests(CephSite site)
{
    // Large enough that no range falls outside.
    private static readonly OddKey s_key = OddKey.All.First(k => k.Key.Contains(' ', StringComparison.Ordinal) && k.Content.Length > 1000);

    public static TheoryData<string> Readers => [.. CephRoutes.Readers];

    public static TheoryData<string, string, int, int> Ranges
    {
        get
        {
            var data = new TheoryData<string, string, int, int>();
            foreach (string host in CephRoutes.Readers)
            {
                data.Add(host, "bytes=0-0", 0, 0);
                data.Add(host, "bytes=5-9", 5, 9);
                data.Add(host, "bytes=100-", 100, s_key.Content.Length - 1);
                data.Add(host, "bytes=-7", s_key.Content.Length - 7, s_key.Content.Length - 1);
                data.Add(host, "bytes=0-999999999", 0, s_key.Content.Length - 1);
            }

            return data;
        }
    }

    private static string Target => "/" + s_key.Spell(KeySpelling.Canonical);

    [SkippableTheory]
    [MemberData(nameof(Ranges))]
    public void Get_Range_IsThatPart(string host, string range, int first, int last)
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Get(host, Target, "Range: " + range).Require(206);
        Assert.Equal(s_key.Content[first..(last + 1)], response.Body);
        Assert.Equal($"bytes {first}-{last}/{s_key.Content.Length}", response.Field("Content-Range"));
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Get_RangeBehindTheEnd_IsRefusedByTheServer(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        Assert.Contains("InvalidRange", client.Get(host, Target, "Range: bytes=99999999-").Require(416).Text, StringComparison.Ordinal);
        Assert.Equal(s_key.Content, client.Get(host, Target).Require(200).Body);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Get_EntityTagIsStillTheSame_IsNotModifiedAndTheConnectionIsKept(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        client.Get(host, Target, "If-None-Match: " + s_key.EntityTag).Require(304);
        Assert.Equal(s_key.Content, client.Get(host, Target, "If-None-Match: \"0\"").Require(200).Body);
        Assert.Equal(s_key.Content, client.Get(host, Target, "If-Match: " + s_key.EntityTag).Require(200).Body);
        client.Get(host, Target, "If-Match: \"0\"").Require(412);
        client.Head(host, Target, "If-None-Match: " + s_key.EntityTag).Require(304);
        Assert.Equal(s_key.Content, client.Get(host, Target).Require(200).Body);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Get_DateConditions_AreTheServers(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        string modified = client.Head(host, Target).Require(200).Field("Last-Modified")!;
        string dayBefore = DateTimeOffset.Parse(modified, CultureInfo.InvariantCulture).AddDays(-1).ToString("R", CultureInfo.InvariantCulture);
        client.Get(host, Target, "If-Modified-Since: " + modified).Require(304);
        client.Get(host, Target, "If-Unmodified-Since: " + dayBefore).Require(412);
        Assert.Equal(s_key.Content, client.Get(host, Target, "If-Modified-Since: " + dayBefore).Require(200).Body);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Get_WhatIsNotThere_IsTheServersAnswer(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse absent = client.Get(host, "/not%20there").Require(404);
        Assert.Contains("<Code>NoSuchKey</Code>", absent.Text, StringComparison.Ordinal);
        Assert.Null(absent.Field("x-proxy-error"));
        Assert.Empty(client.Head(host, "/not%20there").Require(404).Body);
        Assert.Equal(s_key.Content, client.Get(host, Target).Require(200).Body);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Get_ResponseOverrides_AreSigned(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        string query = "?response-content-type=text%2Fplain%3B%20charset%3Dutf-8&response-content-disposition=attachment;%20filename=%22a+b%22";
        RawResponse response = client.Get(host, Target + query).Require(200);
        Assert.Equal("text/plain; charset=utf-8", response.Field("Content-Type"));
        Assert.StartsWith("attachment; filename=\"a", response.Field("Content-Disposition"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Get_ClientsOwnSignature_NeverReachesTheServer(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Get(
            host,
            Target,
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIDOTHER/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00",
            "x-amz-date: 20200101T000000Z",
            "x-amz-content-sha256: 00");
        Assert.Equal(s_key.Content, response.Require(200).Body);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Delete_ReadingRoute_IsNotAllowed(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        RawResponse response = client.Send("DELETE", host, Target).Require(405);
        Assert.Equal(("GET, HEAD", "method-not-allowed"), (response.Field("Allow"), response.Field("x-proxy-error")));
        client.Get(host, Target + "?acl").Require(403);
        using var again = new RawClient(site.Proxy.Port);
        Assert.Equal(s_key.Content, again.Get(host, Target).Require(200).Body);
    }
}
