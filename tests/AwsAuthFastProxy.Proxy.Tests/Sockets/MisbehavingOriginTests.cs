using System.Net;
using System.Security.Cryptography;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Tests.Shared.Sockets;

namespace AwsAuthFastProxy.Proxy.Tests.Sockets;

/// <summary>
/// The whole server over real sockets in front of an origin that does everything wrong: the right status or a visible cut, never a
/// byte that was not asked for, and connections that still serve.
/// </summary>
public class MisbehavingOriginTests
{
    private const string Good = "/good/5000";
    private const int Cut = 0;

    // With an origin that says nothing.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    public static TheoryData<Misbehaviour, int> Faults => new()
    {
        { Misbehaviour.None, 200 },
        { Misbehaviour.Chunked, 200 },
        { Misbehaviour.UntilClose, 200 },
        { Misbehaviour.Trickle, 200 },
        { Misbehaviour.SlowDown, 503 },
        { Misbehaviour.EarlyAnswer, 200 },
        { Misbehaviour.EarlyRefusal, 403 },
        { Misbehaviour.CloseAfterAnswer, 200 },
        { Misbehaviour.ResetAfterAnswer, 200 },
        { Misbehaviour.HalfClose, 200 },
        { Misbehaviour.SecondAnswer, 200 },
        { Misbehaviour.LongBody, 200 },
        { Misbehaviour.EndBeforeAnswer, 502 },
        { Misbehaviour.EndInHead, 502 },
        { Misbehaviour.EndInBody, Cut },
        { Misbehaviour.ResetBeforeAnswer, 502 },
        { Misbehaviour.ResetInHead, 502 },
        { Misbehaviour.ResetInBody, Cut },
        { Misbehaviour.SilentBeforeAnswer, 504 },
        { Misbehaviour.SilentInHead, 504 },
        { Misbehaviour.SilentInBody, Cut },
        { Misbehaviour.Garbage, 502 },
        { Misbehaviour.EndlessHead, 502 },
        { Misbehaviour.EndlessInterim, 502 },
        { Misbehaviour.BothFramings, 502 },
        { Misbehaviour.BadChunk, Cut },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Get_EndsInItsStatusAndTheNextIsServed(Misbehaviour way, int status) =>
        await RunAsync(way, status, static () => new HttpRequestMessage(HttpMethod.Get, "/bad/5000"));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Upload_EndsInItsStatusAndTheNextIsServed(Misbehaviour way, int status) =>
        await RunAsync(
            way, status, static () => new HttpRequestMessage(HttpMethod.Put, "/bad/5000") { Content = new ByteArrayContent(KnownBody.Of("/upload/300000")) });

    [Fact]
    public async Task SecondAnswerOnAnUnusedConnection_IsNobodys()
    {
        await using var origin = MisbehavingOrigin.Start(static request => request.Target == Good ? Misbehaviour.None : Misbehaviour.SecondAnswerLater);
        using ProxyServer server = Start(origin);
        using HttpClient client = Client(server);
        Assert.Equal(KnownBody.Of("/bad/5000"), await client.GetByteArrayAsync(new Uri("/bad/5000", UriKind.Relative)));
        // Until it has come: behind a request it could not be told from its answer.
        while (server.Counters[0].UpstreamConnections > 0)
        {
            await Task.Yield();
        }

        Assert.Equal(KnownBody.Of(Good), await client.GetByteArrayAsync(new Uri(Good, UriKind.Relative)));
        await AssertSoundAsync(server);
    }

    [Fact]
    public async Task ResetOnAccept_Is502OrServedOnAnother()
    {
        await using var origin = MisbehavingOrigin.Start(static _ => Misbehaviour.None);
        origin.ResetsOnAccept = static number => number == 0;
        using ProxyServer server = Start(origin);
        using HttpClient client = Client(server);

        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync(new Uri(Good, UriKind.Relative))).StatusCode);
        Assert.Equal(KnownBody.Of(Good), await client.GetByteArrayAsync(new Uri(Good, UriKind.Relative)));
        await AssertSoundAsync(server);
    }

    [Fact]
    public async Task NameWithAddressesOfBothKinds_IsServedByTheOneThatListens()
    {
        // Where localhost is ::1 as well, nobody listens there.
        await using var origin = MisbehavingOrigin.Start(static _ => Misbehaviour.CloseAfterAnswer);
        using ProxyServer server = Start(origin, host: "localhost");
        using HttpClient client = Client(server);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(KnownBody.Of(Good), await client.GetByteArrayAsync(new Uri(Good, UriKind.Relative)));
        }

        Assert.Equal(0, server.Counters[0].DialFailures);
        await AssertSoundAsync(server);
    }

    [Fact]
    public async Task OriginThatIsGoneForAWhile_IsServedFromAsSoonAsItIsBack()
    {
        var origin = MisbehavingOrigin.Start(static _ => Misbehaviour.None);
        using ProxyServer server = Start(origin);
        using HttpClient client = Client(server);
        Assert.Equal(KnownBody.Of(Good), await client.GetByteArrayAsync(new Uri(Good, UriKind.Relative)));
        await origin.DisposeAsync();
        for (int i = 0; i < 5; i++)
        {
            // Long enough in a row to set its address aside.
            Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync(new Uri(Good, UriKind.Relative))).StatusCode);
        }

        await using var back = MisbehavingOrigin.Start(static _ => Misbehaviour.None, origin.Port);
        Assert.Equal(KnownBody.Of(Good), await client.GetByteArrayAsync(new Uri(Good, UriKind.Relative)));
        await AssertSoundAsync(server);
    }

    [Fact]
    public async Task EveryFaultAtOnce_NobodyHearsAnotherByte()
    {
        // Silence takes its time and is tested above.
        Misbehaviour[] ways = [.. Faults.Select(static row => (Misbehaviour)row[0]).Where(static way => !way.ToString().StartsWith("Silent", StringComparison.Ordinal))];
        await using var origin = MisbehavingOrigin.Start(request =>
            request.Target[1] == 'f' ? ways[int.Parse(request.Target.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture)] : Misbehaviour.None);
        using ProxyServer server = Start(origin);

        int whole = (await Task.WhenAll(Enumerable.Range(0, 16).Select(number => AskAsync(server, ways.Length, number)))).Sum();

        Assert.InRange(whole, 16 * 60, 16 * 100);
        await AssertSoundAsync(server);
    }

    /// <summary>A hundred requests, every second one for trouble. The number of those that were answered whole.</summary>
    private static async Task<int> AskAsync(ProxyServer server, int ways, int number)
    {
        using HttpClient client = Client(server);
        var random = new Random(number);
        int whole = 0;
        for (int i = 0; i < 100; i++)
        {
            string target = $"/{(i % 2 == 0 ? "good" : "fault")}/{random.Next(ways)}/{number}/{random.Next(20_000)}";
            try
            {
                using HttpResponseMessage response = await client.GetAsync(new Uri(target, UriKind.Relative));
                byte[] body = await response.Content.ReadAsByteArrayAsync();
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    Assert.Equal(KnownBody.Of(target), body);
                    whole++;
                }
                else
                {
                    Assert.True((int)response.StatusCode is 403 or 502 or 503, response.StatusCode.ToString());
                    Assert.Equal(1, i % 2);
                }
            }
            catch (HttpRequestException)
            {
                // Cut off, and it shows.
                Assert.Equal(1, i % 2);
            }
        }

        return whole;
    }

    private static async Task RunAsync(Misbehaviour way, int status, Func<HttpRequestMessage> make)
    {
        await using var origin = MisbehavingOrigin.Start(request => request.Target == "/bad/5000" ? way : Misbehaviour.None);
        bool silent = way.ToString().StartsWith("Silent", StringComparison.Ordinal);
        using ProxyServer server = Start(origin, silent ? new TimeoutModel { UpstreamFirstByte = s_patience, Body = s_patience } : null);
        using HttpClient client = Client(server);
        for (int round = 0; round < (silent ? 1 : 2); round++)
        {
            // On a fresh connection, then on one that has served.
            Assert.Equal(status, await StatusAsync(client, make()));
            Assert.Equal(KnownBody.Of(Good), await client.GetByteArrayAsync(new Uri(Good, UriKind.Relative)));
        }

        await AssertSoundAsync(server);
    }

    /// <summary>The status of a whole and right answer; <see cref="Cut"/> for one that was cut off.</summary>
    private static async Task<int> StatusAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            string? sent = request.Content is { } content ? Convert.ToHexStringLower(SHA256.HashData(await content.ReadAsByteArrayAsync())) : null;
            try
            {
                using HttpResponseMessage response = await client.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    Assert.Equal(KnownBody.Of("/bad/5000"), await response.Content.ReadAsByteArrayAsync());
                    if (sent is not null && response.Headers.TryGetValues("x-received", out IEnumerable<string>? received))
                    {
                        Assert.Equal([sent], received);
                    }
                }

                return (int)response.StatusCode;
            }
            catch (HttpRequestException)
            {
                return Cut;
            }
        }
    }

    /// <summary>Nothing is in use any more, and whatever is open is kept.</summary>
    private static async Task AssertSoundAsync(ProxyServer server)
    {
        ShardCounters counters = Assert.Single(server.Counters);
        Assert.True(await server.DrainAsync(CancellationToken.None));
        Assert.Equal(0, counters.Clients);
        Assert.Equal(counters.UpstreamIdle, counters.UpstreamConnections);
        Assert.False(server.Failed.IsCompleted);
    }

    private static HttpClient Client(ProxyServer server) => new() { BaseAddress = new Uri($"http://{server.EndPoints[0]}") };

    private static ProxyServer Start(MisbehavingOrigin origin, TimeoutModel? timeouts = null, string host = "127.0.0.1")
    {
        UpstreamModel upstream = Models.Plain(host, origin.Port);
        var route = new RouteSketch(upstream) { Methods = MethodSet.All };
        var server = new ProxyServer(
            new ProxyModel
            {
                Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, 0))],
                Upstreams = [upstream],
                Routes = [route.ToModel()],
                Timeouts = (timeouts ?? new TimeoutModel()) with { DrainIdle = TimeSpan.Zero },
            },
            workers: 1,
            "auto",
            new LogCollector());
        server.Start();
        return server;
    }
}
