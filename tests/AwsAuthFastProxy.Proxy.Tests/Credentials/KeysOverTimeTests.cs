using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Tests.Credentials;

/// <summary>
/// The clock is walked over midnight, over the end of keys and through a provider that fails, with requests through the whole proxy all the
/// way: none is lost that need not be.
/// </summary>
public class KeysOverTimeTests
{
    private static readonly DateTimeOffset s_evening = new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WalkOverMidnightAndManyRefreshes_LosesNoRequest()
    {
        var provider = new ScriptedProvider();
        using var credentials = new RefreshedCredentials("machine", provider);
        using S3Rig rig = Rig(credentials, provider, TimeSpan.FromHours(1));

        for (int minute = 0; minute < 6 * 60; minute++)
        {
            AssertServed(rig);
            rig.Proxy.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(provider.Calls, 7, 12);
        Assert.Equal(provider.Calls, rig.Requests.Select(static request => Credential(request)).Distinct().Count());
        Assert.Contains(rig.Requests, static request => request.Header("Authorization")!.Contains("/20261123/", StringComparison.Ordinal));
        rig.Proxy.AssertNothingLeaks();
    }

    [Fact]
    public void RequestsInFlightWhileKeysChange_EndWithWhatTheyBeganWith()
    {
        var provider = new ScriptedProvider();
        using var credentials = new RefreshedCredentials("machine", provider);
        provider.Give("AKIDA", s_evening.AddSeconds(30));
        using var rig = new ProxyRig(With(credentials), s_evening);
        credentials.StartAsync(rig.Clock, rig.Log);
        provider.Give("AKIDB", s_evening.AddHours(2));

        WireEnd[] clients = [.. Enumerable.Range(0, 10).Select(_ => rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n"))];
        WireEnd[] origins = [.. rig.Origins];
        rig.Advance(TimeSpan.FromSeconds(24));
        Assert.Equal(2, provider.Calls);
        foreach (WireEnd origin in origins)
        {
            Assert.Contains("Credential=AKIDA/", origin.Received, StringComparison.Ordinal);
            origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }

        rig.Run();
        Assert.All(clients, static client => Assert.EndsWith("\r\n\r\nok", client.Received, StringComparison.Ordinal));
        rig.Send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Contains("Credential=AKIDB/", string.Concat(rig.Origins.Select(static origin => origin.Received)), StringComparison.Ordinal);
    }

    [Fact]
    public void ProviderThatFailsUntilAfterTheEnd_LosesOnlyTheRequestsInBetween()
    {
        var provider = new ScriptedProvider();
        using var credentials = new RefreshedCredentials("machine", provider);
        using S3Rig rig = Rig(credentials, provider, TimeSpan.FromHours(1));
        AssertServed(rig);
        provider.Fail("503 Service Unavailable");

        for (int minute = 0; minute < 60; minute++)
        {
            AssertServed(rig);
            rig.Proxy.Advance(TimeSpan.FromMinutes(1));
        }

        Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
        Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
        Assert.Single(rig.Proxy.Log.Lines, static line => line.Text.Contains("No key to sign with", StringComparison.Ordinal));
        Assert.Contains(rig.Proxy.Log.Lines, static line => line.Level == LogLevel.Error && line.Text.Contains("has expired", StringComparison.Ordinal));

        Succeed(rig, provider, TimeSpan.FromHours(1));
        rig.Proxy.Advance(TimeSpan.FromMinutes(1));
        AssertServed(rig);
    }

    [Fact]
    public void NoKeysAtFirst_503UntilTheyCome()
    {
        var provider = new ScriptedProvider();
        using var credentials = new RefreshedCredentials("machine", provider);
        using var rig = new S3Rig(With(credentials), s_evening);
        Assert.True(credentials.StartAsync(rig.Proxy.Clock, rig.Proxy.Log).IsCompletedSuccessfully);

        Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
        Assert.Contains(rig.Proxy.Log.Lines, static line => line.Text.Contains("no keys yet from provider scripted: not reachable", StringComparison.Ordinal));

        Succeed(rig, provider, TimeSpan.FromHours(1));
        rig.Proxy.Advance(TimeSpan.FromMinutes(1));
        AssertServed(rig);
    }

    [Fact]
    public void RetiredCredentials_GiveNoKeyAndAreZeroed()
    {
        var secret = new SecretCredentials("edge", Models.AccessKey, Models.Secret, Models.Token);
        var days = new DayKeyCredentials(
            "days", Models.AccessKey, [new DayKey(SigV4.CredentialScope.Create("20261122", "us-east-1", "s3"), Convert.ToBase64String(new byte[32]))], null);
        foreach (CredentialSource source in new CredentialSource[] { secret, days })
        {
            using (SigV4.SigningKey? before = source.TryCreateKey(20261122, "us-east-1", "s3", out _))
            {
                Assert.NotNull(before);
            }

            Assert.True(source.Status(s_evening).IsUsable);
            source.Dispose();
            Assert.Null(source.TryCreateKey(20261122, "us-east-1", "s3", out string? reason));
            Assert.NotNull(reason);
            Assert.False(source.Status(s_evening).IsUsable);
        }
    }

    private static ProxyModel With(CredentialSource credentials) => Models.Of(Models.Bucket(credentials: credentials), static route => route);

    private static S3Rig Rig(RefreshedCredentials credentials, ScriptedProvider provider, TimeSpan life)
    {
        var rig = new S3Rig(With(credentials), s_evening);
        rig.Store.Put("photos", "a", "hello"u8.ToArray());
        Succeed(rig, provider, life);
        credentials.StartAsync(rig.Proxy.Clock, rig.Proxy.Log);
        return rig;
    }

    /// <summary>From now on each call gets keys of its own, which the origin knows.</summary>
    private static void Succeed(S3Rig rig, ScriptedProvider provider, TimeSpan life) => provider.Answer = () =>
    {
        string accessKey = $"AKID{provider.Calls}";
        rig.Trust(accessKey, Models.Token);
        return Task.FromResult(ScriptedProvider.Keys(accessKey, rig.Proxy.Clock.GetUtcNow() + life));
    };

    private static void AssertServed(S3Rig rig) => rig.AssertAccepted(rig.Ask("GET /a"));

    private static string Credential(Origin.OriginRequest request) => request.Header("Authorization")!.Split("Credential=")[1].Split('/')[0];
}
