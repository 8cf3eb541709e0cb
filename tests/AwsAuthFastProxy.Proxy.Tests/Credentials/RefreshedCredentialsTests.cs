using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Tests.Credentials;

/// <summary>Keys that are fetched ahead of their end, and a provider that does everything wrong. The clock is walked; nothing waits.</summary>
public sealed class RefreshedCredentialsTests : IDisposable
{
    private const int Day = 20261122;

    private readonly ManualClock _clock = new(ProxyRig.Noon);
    private readonly LogCollector _log = new();
    private readonly ScriptedProvider _provider = new();
    private readonly RefreshedCredentials _credentials;

    public RefreshedCredentialsTests()
    {
        _credentials = new RefreshedCredentials("machine", _provider) { Chance = static () => 0 };
    }

    private KeyStatus Now => _credentials.Status(_clock.GetUtcNow());

    public void Dispose() => _credentials.Dispose();

    [Fact]
    public void FirstValues_AreThereWhenTheStartIsOver()
    {
        _provider.Give("AKID1", In(TimeSpan.FromHours(1)));

        Assert.True(Start().IsCompletedSuccessfully);

        Assert.Equal("AKID1", KeyInForce());
        Assert.Equal(1, Now.Refreshes);
        Assert.Equal(3600, Now.SecondsToExpiry);
        Assert.True(Now.IsUsable);
        Assert.Equal("scripted", Now.Provider);
        Assert.Contains(_log.Lines, static line => line.Level == LogLevel.Information && line.Text.Contains("AKID1", StringComparison.Ordinal));
    }

    [Fact]
    public void NewValues_AreFetchedAQuarterOfAnHourBeforeTheEnd()
    {
        _provider.Give("AKID1", In(TimeSpan.FromHours(1)));
        Start();
        int version = _credentials.Version;
        _provider.Give("AKID2", In(TimeSpan.FromHours(2)));

        _clock.Advance(TimeSpan.FromMinutes(44));
        Assert.Equal(1, _provider.Calls);
        Assert.Equal("AKID1", KeyInForce());

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _provider.Calls);
        Assert.Equal("AKID2", KeyInForce());
        Assert.NotEqual(version, _credentials.Version);
    }

    [Fact]
    public void KeysForAYear_AreHeldAndAskedForAgain()
    {
        _provider.Give("AKID1", In(TimeSpan.FromDays(365)));

        Assert.True(Start().IsCompletedSuccessfully);
        Assert.Equal("AKID1", KeyInForce());
        _clock.Advance(TimeSpan.FromDays(364));
        Assert.Equal("AKID1", KeyInForce());

        _provider.Give("AKID2", In(TimeSpan.FromDays(365)));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("AKID2", KeyInForce());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void Schedule_IsAheadOfTheEndWhateverTheChance(double chance)
    {
        foreach (TimeSpan life in new[] { TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(12), TimeSpan.FromDays(200) })
        {
            TimeSpan wait = RefreshSchedule.AfterSuccess(ProxyRig.Noon, ProxyRig.Noon + life, chance);
            Assert.InRange(wait, life * 2 / 3, life - TimeSpan.FromTicks(1));
            Assert.InRange(life - wait, TimeSpan.Zero, TimeSpan.FromMinutes(15));
            TimeSpan again = RefreshSchedule.AfterTheSame(ProxyRig.Noon, ProxyRig.Noon + life, chance);
            Assert.InRange(again, TimeSpan.FromSeconds(0.75), TimeSpan.FromMinutes(1));
        }

        Assert.InRange(RefreshSchedule.AfterSuccess(ProxyRig.Noon, null, chance), TimeSpan.FromMinutes(4.5), TimeSpan.FromMinutes(5));
        TimeSpan[] waits = [.. Enumerable.Range(1, 40).Select(failures => RefreshSchedule.AfterFailure(failures, chance))];
        Assert.All(waits, static wait => Assert.InRange(wait, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1)));
        Assert.Equal(waits.Order(), waits);
    }

    [Fact]
    public void FailingRefresh_KeepsTheKeysUntilTheyEndAndSaysSo()
    {
        _provider.Give("AKID1", In(TimeSpan.FromHours(1)));
        Start();
        _provider.Fail("500 Internal Server Error");

        _clock.Advance(TimeSpan.FromMinutes(59.9));

        Assert.Equal("AKID1", KeyInForce());
        Assert.True(Now.IsUsable);
        Assert.Equal("500 Internal Server Error", Now.LastError);
        Assert.InRange(Now.Failures, 15, 45);
        Assert.Equal(Now.Failures, _log.Lines.Count(static line => line.Level == LogLevel.Warning));
        Assert.All(_log.Lines.Where(static line => line.Level == LogLevel.Warning), static line =>
            Assert.Contains("AKID1 stays in force until 2026-11-22T13:00:00Z", line.Text, StringComparison.Ordinal));

        int version = _credentials.Version;
        _clock.Advance(TimeSpan.FromMinutes(0.1));

        Assert.Null(KeyInForce());
        Assert.NotEqual(version, _credentials.Version);
        Assert.False(Now.IsUsable);
        Assert.Single(_log.Lines, static line => line.Level == LogLevel.Error && line.Text.Contains("has expired", StringComparison.Ordinal));

        _provider.Give("AKID2", In(TimeSpan.FromHours(1)));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("AKID2", KeyInForce());
        Assert.Null(Now.LastError);
    }

    [Fact]
    public void NoFirstValues_AreTriedForWithBoundedBackoff()
    {
        _provider.Fail("connection refused");
        Assert.True(Start().IsCompletedSuccessfully);

        Assert.Null(KeyInForce(out string? reason));
        Assert.Contains("connection refused", reason, StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.InRange(_provider.Calls, 15, 35);

        _provider.Give("AKID1", null);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("AKID1", KeyInForce());
        Assert.Null(Now.Expires);
    }

    public static TheoryData<string, string, string?, int> BadAnswers => new()
    {
        { "", "secret", "token", 60 },
        { "AKID2", "", "token", 60 },
        { "AKID2", "secret", "", 60 },
        { "AKID2", "secret", "token", 0 },
        { "AKID2", "secret", "token", -60 },
        { "<html><body>502 Bad Gateway</body></html>", "secret", "token", 60 },
        { "AKID2", "{\"Code\":\"Failed\"}", "token", 60 },
        { "AKID2", "<!DOCTYPE html>", "token", 60 },
        { "AKID2", "secret", "<html>", 60 },
        { "AKID,2", "secret", "token", 60 },
        { "AKID2\r\nX: y", "secret", "token", 60 },
        { "AKID2", "sec\nret", "token", 60 },
        { "AKID2", "secret", "to\r\nken", 60 },
        { "AKID2", "secrét", "token", 60 },
        { new string('A', 200), "secret", "token", 60 },
        { "AKID2", new string('s', 600), "token", 60 },
        { "AKID2", "secret", new string('t', 9000), 60 },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public void BadAnswer_NeverReplacesGoodKeys(string accessKey, string secret, string? token, int minutes)
    {
        _provider.Give("AKID1", In(TimeSpan.FromHours(1)));
        Start();
        _provider.Answer = () => Task.FromResult(
            new FetchedCredentials(accessKey, new SecretBytes(secret), token, In(TimeSpan.FromMinutes(minutes)), "scripted"));

        _clock.Advance(TimeSpan.FromMinutes(50));

        Assert.Equal("AKID1", KeyInForce());
        Assert.True(Now.Failures > 0);
        Assert.Equal(1, Now.Refreshes);
        Assert.All(_log.Lines, line =>
        {
            Assert.DoesNotContain("html", line.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Code", line.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void UnknownException_IsAFailureWithoutItsMessage()
    {
        _provider.Answer = static () => throw new InvalidOperationException("secret in here");
        Start();

        Assert.Equal("InvalidOperationException", Now.LastError);
        Assert.DoesNotContain(_log.Lines, static line => line.Text.Contains("secret in here", StringComparison.Ordinal));
    }

    [Fact]
    public void SameValuesAgain_AreAskedForAgainSoonButNotOften()
    {
        DateTimeOffset end = In(TimeSpan.FromHours(1));
        _provider.Give("AKID1", end);
        Start();
        int version = _credentials.Version;

        _clock.Advance(TimeSpan.FromMinutes(55));
        Assert.InRange(_provider.Calls, 10, 20);
        Assert.Equal(version, _credentials.Version);
        Assert.Equal(1, Now.Refreshes);

        _provider.Give("AKID2", end.AddHours(1));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("AKID2", KeyInForce());
    }

    [Fact]
    public void SameValuesWithALaterEnd_DoNotMakeNewSigners()
    {
        _provider.Give("AKID1", In(TimeSpan.FromHours(1)));
        Start();
        int version = _credentials.Version;
        _provider.Give("AKID1", In(TimeSpan.FromHours(2)));

        _clock.Advance(TimeSpan.FromMinutes(90));

        Assert.Equal(version, _credentials.Version);
        Assert.Equal("AKID1", KeyInForce());
    }

    [Fact]
    public async Task HundredAskersAtOnce_MakeOneCall()
    {
        var answer = new TaskCompletionSource<FetchedCredentials>(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Answer = () => answer.Task;
        Task first = Start();
        Task[] askers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Factory.StartNew(
            _credentials.RefreshAsync, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default)));
        Assert.Equal(1, _provider.Calls);

        answer.SetResult(ScriptedProvider.Keys("AKID1", In(TimeSpan.FromHours(1))));
        await first;
        await Task.WhenAll(askers);

        Assert.Equal(1, _provider.Calls);
        Assert.Equal("AKID1", KeyInForce());
    }

    [Fact]
    public void HundredAskersOfASlowProvider_MakeOneCallAndNoneMoreWhileItLasts()
    {
        var answer = new TaskCompletionSource<FetchedCredentials>();
        _provider.Answer = () => answer.Task;
        Task first = Start();
        Task[] askers = [.. Enumerable.Range(0, 100).Select(_ => _credentials.RefreshAsync())];
        Assert.Equal(1, _provider.Calls);
        Assert.All(askers, asker => Assert.False(asker.IsCompleted));
        Assert.False(first.IsCompleted);

        // It is given up as late, tried again, and still nobody calls a second time.
        for (int minute = 0; minute < 5; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(1, _provider.Calls);
        Assert.Null(KeyInForce());
    }

    [Fact]
    public void Stopped_AsksNobodyAndHasNoKeys()
    {
        _provider.Give("AKID1", In(TimeSpan.FromHours(1)));
        Start();
        _credentials.Dispose();

        _clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(1, _provider.Calls);
        Assert.Null(KeyInForce());
        Assert.Null(_clock.NextTimer);
        _credentials.Dispose();
    }

    [Fact]
    public void Retired_SecretsAreZeroed()
    {
        var keys = ScriptedProvider.Keys("AKID1", In(TimeSpan.FromHours(1)));
        _provider.Answer = () => Task.FromResult(keys);
        Start();
        Assert.Equal(Models.Secret.Length, keys.Secret.Span.Length);
        _provider.Give("AKID2", In(TimeSpan.FromHours(3)));

        _clock.Advance(TimeSpan.FromMinutes(50));

        Assert.Equal("AKID2", KeyInForce());
        Assert.False(keys.Secret.Span.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void NothingSecret_IsInLogsStatusOrText()
    {
        var keys = ScriptedProvider.Keys("AKID1", In(TimeSpan.FromHours(1)));
        _provider.Answer = () => Task.FromResult(keys);
        Start();
        _provider.Fail("no");
        _clock.Advance(TimeSpan.FromHours(2));

        string all = $"{string.Join('\n', _log.Lines.Select(static line => line.Text))}{Now}{_credentials}{_provider}{keys}{keys.Secret}";
        Assert.DoesNotContain(Models.Secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Models.Token, all, StringComparison.Ordinal);
        Assert.Contains("AKID1", all, StringComparison.Ordinal);
    }

    private Task Start() => _credentials.StartAsync(_clock, _log);

    private DateTimeOffset In(TimeSpan time) => _clock.GetUtcNow() + time;

    private string? KeyInForce() => KeyInForce(out _);

    private string? KeyInForce(out string? reason)
    {
        using SigningKey? key = _credentials.TryCreateKey(Day, "us-east-1", "s3", out reason);
        return key?.AccessKeyId;
    }
}
