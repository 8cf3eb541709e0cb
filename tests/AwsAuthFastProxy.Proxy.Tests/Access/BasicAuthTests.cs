using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Access;

/// <summary>HTTP Basic: checked off the loop, remembered for a while, never passed on.</summary>
public class BasicAuthTests
{
    private const string Alice = "alice:the password";

    private static readonly PasswordFile s_passwords = Passwords("alice", "the password");

    private readonly Queue<Action> _checks = new();

    [Fact]
    public void RightPassword_IsCheckedOnceAndServed_AndGoesNoFurther()
    {
        using ProxyRig rig = Rig();
        var origin = new EchoOrigin(rig);
        WireEnd client = rig.Send(Request(Alice));
        Assert.Equal("", client.Received);
        Assert.Empty(rig.Origins);
        Check(rig);

        Assert.StartsWith("HTTP/1.1 200 ", client.Take(), StringComparison.Ordinal);
        client.Send(Request(Alice));
        rig.Run();
        Assert.StartsWith("HTTP/1.1 200 ", client.Take(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Request(Alice)).Received, StringComparison.Ordinal);
        Assert.Equal((1, 0), (rig.Counters.PasswordChecks, rig.Counters.CredentialsRefused));
        Assert.All(origin.Requests, request => Assert.DoesNotContain("Basic", request, StringComparison.OrdinalIgnoreCase));
        Assert.All(origin.Requests, request => Assert.Contains("Authorization: AWS4-HMAC-SHA256", request, StringComparison.Ordinal));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UnsignedRoute_PassesNoAuthorizationOn()
    {
        using ProxyRig rig = Rig(upstream: Models.Plain("o"));
        var origin = new EchoOrigin(rig);
        rig.Send(Request(Alice));
        Check(rig);

        Assert.DoesNotContain("uthorization", Assert.Single(origin.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public void ForwardingFields_AreTheSameBeforeAndAfterTheCheck()
    {
        Assert.True(AddressBlock.TryParse("10.0.0.0/8", out AddressBlock trusted, out _));
        using var rig = new ProxyRig(Model(Models.Plain("o"), s_passwords) with { TrustedProxies = [trusted] }, passwords: new PasswordChecks(_checks.Enqueue));
        var origin = new EchoOrigin(rig);
        for (int i = 0; i < 2; i++)
        {
            rig.Send($"GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n{Field(Alice)}\r\n", "10.0.0.1");
            Check(rig);
        }

        Assert.Equal(2, origin.Requests.Count);
        Assert.All(origin.Requests, static request => Assert.Contains("X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n", request, StringComparison.Ordinal));
        Assert.Equal(1, rig.Counters.PasswordChecks);
    }

    [Theory]
    [InlineData("alice:wrong")]
    [InlineData("alice:")]
    [InlineData("Alice:the password")]
    [InlineData("bob:the password")]
    [InlineData(":the password")]
    [InlineData("alice:the password ")]
    public void WrongCredentials_401AfterOneCheck(string credentials)
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send(Request(credentials));
        Assert.Equal("", client.Received);
        Assert.Single(_checks);
        Check(rig);

        AssertChallenged(client.Take());
        Assert.True(client.IsOpen);
        client.Send(Request(credentials));
        rig.Run();
        AssertChallenged(client.Take());
        Assert.Equal((1, 2), (rig.Counters.PasswordChecks, rig.Counters.CredentialsRefused));
        Assert.Empty(rig.Origins);
        Assert.DoesNotContain(rig.Log.Lines, line => line.Text.Contains("password", StringComparison.Ordinal));
        Assert.Empty(rig.Log.Loud);
        rig.AssertNothingLeaks();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Authorization: Bearer YWxpY2U6dGhlIHBhc3N3b3Jk\r\n")]
    [InlineData("Authorization: Basic\r\n")]
    [InlineData("Authorization: Basic YWxpY2U\r\n")]
    [InlineData("Authorization: Basic !!!!\r\n")]
    [InlineData("Authorization: Basic YWxpY2U=\r\n")]
    [InlineData("Authorization: Basic YWxpY2U6dGhlIHBhc3N3b3Jk, x\r\n")]
    [InlineData("Authorization: Basic YWxpY2U6dGhlIHBhc3N3b3Jk\r\nAuthorization: Basic YWxpY2U6dGhlIHBhc3N3b3Jk\r\n")]
    public void NoCredentialsThatCouldBeRight_401WithoutACheck(string field)
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send($"GET /a HTTP/1.1\r\nHost: h\r\n{field}\r\n");

        AssertChallenged(client.Received);
        Assert.Empty(_checks);
        Assert.Equal(1, rig.Counters.CredentialsRefused);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void UnknownUser_CostsTheSameHash()
    {
        var rules = BasicRules.Of(new BasicAuthModel("r", s_passwords))!;

        string known = rules.HashOf("alice", out bool isKnown);
        string unknown = rules.HashOf("nobody", out bool isNobodyKnown);

        Assert.True(isKnown);
        Assert.False(isNobodyKnown);
        Assert.Equal(known[4..6], unknown[4..6]);
        Assert.Equal(60, unknown.Length);
        Assert.Equal(unknown, rules.HashOf("nobody else", out _));
    }

    [Fact]
    public void VerdictIsForgotten()
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        rig.Send(Request(Alice));
        Check(rig);
        rig.Advance(TimeSpan.FromSeconds(61));

        rig.Send(Request(Alice));

        Assert.Single(_checks);
        Check(rig);
        Assert.Equal(2, rig.Counters.PasswordChecks);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void PasswordThatIsChangedByAReload_IsGoodNoMore()
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        rig.Send(Request(Alice));
        Check(rig);

        rig.Shard.Apply(new Snapshot(Model(Models.Bucket(), Passwords("alice", "another")), workers: 1));
        WireEnd client = rig.Send(Request(Alice));
        Check(rig);

        AssertChallenged(client.Received);
    }

    [Fact]
    public void ReloadDuringACheck_IsObeyed()
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Request(Alice));
        rig.Shard.Apply(new Snapshot(Model(Models.Bucket(), Passwords("alice", "another")), workers: 1));
        Check(rig);
        Check(rig);

        AssertChallenged(client.Received);
        Assert.Empty(rig.Origins);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void SameCredentialsAtOnce_AreOneCheck()
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        WireEnd[] clients = [.. Enumerable.Range(0, 6).Select(_ => rig.Send(Request(Alice)))];
        Assert.Single(_checks);
        Check(rig);

        Assert.All(clients, client => Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal));
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void ClientThatLeavesDuringACheck_IsForgotten()
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send(Request(Alice));
        client.Reset();
        rig.Run();
        Check(rig);

        Assert.Empty(rig.Origins);
        Assert.Equal(0, rig.Counters.Clients);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FloodOfPasswordsFromOneAddress_429AndOthersAreChecked()
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        string[] answers = [.. Enumerable.Range(0, 40).Select(i => rig.Send(Request($"alice:{i}"), "192.0.2.1").Received)];

        Assert.Equal(20, _checks.Count);
        Assert.Equal(20, answers.Count(answer => answer.StartsWith("HTTP/1.1 429 ", StringComparison.Ordinal)));
        Refusals.AssertIs(429, "too-many-passwords", answers[^1]);
        Assert.Contains("\r\nRetry-After: 1\r\n", answers[^1], StringComparison.Ordinal);
        WireEnd other = rig.Send(Request(Alice), "192.0.2.2");
        Check(rig);
        Assert.StartsWith("HTTP/1.1 200 ", other.Received, StringComparison.Ordinal);
        Assert.Equal(20, rig.Counters.PasswordChecksRefused);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void FloodOfPasswordsFromManyAddresses_QueuesNoMoreThanItsLimit_KnownClientsAreServed()
    {
        using ProxyRig rig = Rig();
        _ = new EchoOrigin(rig);
        rig.Send(Request(Alice), "192.0.2.1");
        Check(rig);
        for (int i = 0; i < 3 * PasswordChecks.MostPending; i++)
        {
            rig.Send(Request($"alice:{i}"), $"10.0.{i / 200}.{i % 200}");
        }

        Assert.Equal(PasswordChecks.MostPending, _checks.Count);
        Assert.StartsWith("HTTP/1.1 200 ", rig.Send(Request(Alice), "192.0.2.9").Received, StringComparison.Ordinal);
        Assert.Equal(2 * PasswordChecks.MostPending, rig.Counters.PasswordChecksRefused);
        Check(rig);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void RouteLimitsAndAddresses_AreAskedOnce()
    {
        var access = new AccessModel { Basic = new BasicAuthModel("the store", s_passwords), RateLimit = new RateModel(1, 1) };
        using var rig = new ProxyRig(
            Models.Of(Models.Bucket(), route => route with { Access = access }) with { RateLimit = new RateModel(1, 1) }, passwords: new PasswordChecks(_checks.Enqueue));
        _ = new EchoOrigin(rig);
        WireEnd client = rig.Send(Request(Alice), "192.0.2.1");
        Check(rig);

        Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
        Refusals.AssertIs(429, "rate-limited", rig.Send(Request(Alice), "192.0.2.1").Received);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public void Upload_WaitsForTheCheckAndIsSentWhole()
    {
        using ProxyRig rig = Rig();
        WireEnd client = rig.Send($"PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n{Field(Alice)}\r\nhello");
        Assert.Empty(rig.Origins);
        Check(rig);
        Assert.Contains("\r\nhello", rig.Origin.Received, StringComparison.Ordinal);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        rig.Run();

        Assert.StartsWith("HTTP/1.1 200 ", client.Received, StringComparison.Ordinal);
        rig.AssertNothingLeaks();
    }

    [Fact]
    public async Task ThreadsOfItsOwn_CheckAndTellTheLoop()
    {
        var checks = new PasswordChecks();
        var rules = BasicRules.Of(new BasicAuthModel("r", s_passwords))!;
        byte[] right = Encoding.UTF8.GetBytes(Alice);
        byte[] wrong = Encoding.UTF8.GetBytes("alice:x");

        await checks.Begin(checks.KeyOf(rules, right), rules, right, 0)!.Ended;
        await checks.Begin(checks.KeyOf(rules, wrong), rules, wrong, 0)!.Ended;

        Assert.Equal((true, false), (checks.Recall(checks.KeyOf(rules, right), 1), checks.Recall(checks.KeyOf(rules, wrong), 1)));
        Assert.Equal(0, checks.Pending);
        Assert.Null(checks.Recall(checks.KeyOf(rules, right), 60_000));
    }

    private static void AssertChallenged(string answer)
    {
        Refusals.AssertIs(401, "credentials-required", answer);
        Assert.Contains("\r\nWWW-Authenticate: Basic realm=\"the store\", charset=\"UTF-8\"\r\n", answer, StringComparison.Ordinal);
    }

    private static string Field(string credentials) => $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}\r\n";

    private static string Request(string credentials) => $"GET /a HTTP/1.1\r\nHost: h\r\n{Field(credentials)}\r\n";

    private static PasswordFile Passwords(string user, string password)
    {
        string hash = BCrypt.Net.BCrypt.HashPassword(password, 4);
        return new PasswordFile(new Dictionary<string, string> { [user] = hash }, SHA256.HashData(Encoding.ASCII.GetBytes(hash)));
    }

    private static ProxyModel Model(UpstreamModel upstream, PasswordFile passwords) => Models.Of(
        upstream,
        route => route with { Methods = MethodSet.All, Operations = Operations.All, Access = new AccessModel { Basic = new BasicAuthModel("the store", passwords) } });

    private ProxyRig Rig(UpstreamModel? upstream = null) =>
        new(Model(upstream ?? Models.Bucket(), s_passwords), passwords: new PasswordChecks(_checks.Enqueue));

    /// <summary>Runs what waits to be checked, then the loop.</summary>
    private void Check(ProxyRig rig)
    {
        while (_checks.TryDequeue(out Action? check))
        {
            check();
        }

        rig.Run();
    }
}
