using System.Security.Cryptography;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>Many clients at a time, large objects, and a server that restarts.</summary>
[Collection(CephCollection.Name)]
public sealed class LoadTests(CephSite site)
{
    private const int Clients = 64;

    private static bool s_largeStored;

    public static TheoryData<string> Readers => [.. CephRoutes.Readers];

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task Get_ManyClientsAtOnce_EachGetsItsOwnObject(string host)
    {
        int port = site.Proxy.Port;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Clients, UseProxy = false };
        using var client = new HttpClient(handler);
        OddKey[] keys = [.. OddKey.All.Where(k => k.Key.All(char.IsAsciiLetterOrDigit))];
        await Parallel.ForEachAsync(Enumerable.Range(0, 20 * Clients), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (i, cancel) =>
        {
            OddKey key = keys[i % keys.Length];
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/{key.Line}") { Headers = { Host = host } };
            using HttpResponseMessage response = await client.SendAsync(request, cancel);
            Assert.True(response.IsSuccessStatusCode, $"{key.Line}: {response}");
            Assert.Equal(key.Content, await response.Content.ReadAsByteArrayAsync(cancel));
        });
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Curl_ManyConnectionsAtOnce_EachGetsItsOwnObject(string host)
    {
        OddKey[] keys = [.. OddKey.All, .. OddKey.All];
        string[] targets = [.. keys.Select(k => "/" + k.Spell(KeySpelling.Canonical))];
        IReadOnlyList<byte[]> bodies = Curl.GetAll(site.NewFolder(), site.Proxy.Port, host, targets, Clients);
        Assert.All(keys.Zip(bodies), pair => Assert.True(pair.First.Content.AsSpan().SequenceEqual(pair.Second), pair.First.Line));
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task Get_LargeObject_IsTheSameByteForByte(string host)
    {
        int port = site.Proxy.Port;
        byte[] content = new byte[100 * 1024 * 1024];
        new Random(100).NextBytes(content);
        if (!s_largeStored)
        {
            await site.StoreAsync(CephSite.OddKeys, "large", content);
            s_largeStored = true;
        }

        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/large") { Headers = { Host = host } };
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(content.Length, response.Content.Headers.ContentLength);
        byte[] hash = await SHA256.HashDataAsync(await response.Content.ReadAsStreamAsync());
        Assert.Equal(SHA256.HashData(content), hash);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public void Get_ServerRestartedBetweenRequests_SucceedsOnAFreshConnection(string host)
    {
        S3Server server = site.Server;
        using var client = new RawClient(site.Proxy.Port);
        Assert.Equal(OddKey.Plain.Content, client.Get(host, "/plain.txt").Require(200).Body);

        Command.Run(Path.Combine(Repository.Servers, "ceph-start.sh"), ["--restart-gateway", server.Folder]).RequireSuccess();

        Assert.Equal(OddKey.Plain.Content, client.Get(host, "/plain.txt").Require(200).Body);
    }
}
