using System.Globalization;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>Objects put and deleted through routes that take writing methods.</summary>
[Collection(CephCollection.Name)]
public sealed class WriteTests(CephSite site)
{
    public static TheoryData<string> Writers => [.. CephRoutes.Writers];

    public static TheoryData<string, int> WritersAndSizes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string host in CephRoutes.Writers)
            {
                foreach (int size in new[] { 0, 1, 1024, 100_000, 10_000_000 })
                {
                    data.Add(host, size);
                }
            }

            return data;
        }
    }

    /// <summary>curl asks with Expect: 100-continue before it sends the larger ones.</summary>
    [SkippableTheory]
    [MemberData(nameof(WritersAndSizes))]
    public void Put_WithContentLength_StoresTheBytes(string host, int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        string file = Path.Combine(site.NewFolder(), "up");
        File.WriteAllBytes(file, content);
        string target = $"/put%20{size.ToString(CultureInfo.InvariantCulture)}+{host}";

        Curl.Run(["--fail", "-H", $"Host: {host}", "-T", file, $"http://127.0.0.1:{site.Proxy.Port}{target}"]).RequireSuccess();

        using var client = new RawClient(site.Proxy.Port);
        Assert.Equal(content, client.Get(host, target).Require(200).Body);
    }

    [SkippableTheory]
    [MemberData(nameof(Writers))]
    public async Task Delete_OddKeys_RemovesThemAlone(string host)
    {
        OddKey[] keys = [.. OddKey.All.Where(k => k.Key[0] != '/').Where((_, i) => i % 5 == 0)];
        using var client = new RawClient(site.Proxy.Port);
        await site.StoreAsync(CephSite.Written, "stays", [1]);
        foreach (OddKey key in keys)
        {
            await site.StoreAsync(CephSite.Written, key.Key, key.Content);
            client.Send("DELETE", host, "/" + key.Spell(KeySpelling.Sparse)).Require(204, key.Line);
            client.Head(host, "/" + key.Spell(KeySpelling.Canonical)).Require(404, key.Line);
        }

        Assert.Equal([1], client.Get(host, "/stays").Require(200).Body);
    }
}
