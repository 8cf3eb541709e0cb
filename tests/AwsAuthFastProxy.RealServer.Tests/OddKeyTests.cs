using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>Every odd key through every way to the server: whatever a key is made of, the signature is right and the object is the one meant.</summary>
[Collection(CephCollection.Name)]
public sealed class OddKeyTests(CephSite site)
{
    public static TheoryData<string> Readers => [.. CephRoutes.Readers];

    public static TheoryData<string, KeySpelling> ReadersAndSpellings
    {
        get
        {
            var data = new TheoryData<string, KeySpelling>();
            foreach (string host in CephRoutes.Readers)
            {
                foreach (KeySpelling spelling in Enum.GetValues<KeySpelling>())
                {
                    data.Add(host, spelling);
                }
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(ReadersAndSpellings))]
    public void Get_EveryOddKeyInEverySpelling_IsTheObjectByteForByte(string host, KeySpelling spelling)
    {
        using var client = new RawClient(site.Proxy.Port);
        foreach (OddKey key in OddKey.All)
        {
            RawResponse response = client.Get(host, "/" + key.Spell(spelling)).Require(200, key.Line);
            Assert.True(key.Content.AsSpan().SequenceEqual(response.Body), key.Line);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Head_EveryOddKey_TellsOfTheObjectAndSendsNothing(string host)
    {
        using var client = new RawClient(site.Proxy.Port);
        foreach (OddKey key in OddKey.All)
        {
            RawResponse response = client.Head(host, "/" + key.Spell(KeySpelling.Canonical)).Require(200, key.Line);
            Assert.Equal((key.Line, key.Content.Length, key.EntityTag), (key.Line, response.ContentLength, response.Field("ETag")));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Curl_EveryOddKey_IsTheObjectByteForByte(string host)
    {
        string[] targets = [.. OddKey.All.Select(k => "/" + k.Spell(KeySpelling.Sparse))];
        IReadOnlyList<byte[]> bodies = Curl.GetAll(site.NewFolder(), site.Proxy.Port, host, targets);
        Assert.All(OddKey.All.Zip(bodies), pair => Assert.True(pair.First.Content.AsSpan().SequenceEqual(pair.Second), pair.First.Line));
    }
}
