using System.Diagnostics.CodeAnalysis;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Tests.Credentials;

/// <summary>Day keys that are read again when their files change.</summary>
public sealed class DayKeyCredentialsTests : IDisposable
{
    private readonly ManualClock _clock = new(ProxyRig.Noon);
    private readonly LogCollector _log = new();
    private readonly Files _files = new();
    private readonly DayKeyCredentials _credentials;

    public DayKeyCredentialsTests()
    {
        _credentials = new DayKeyCredentials("edge", Models.AccessKey, [Key("20261122", 1), Key("20261123", 1)], null, _files);
        _credentials.StartAsync(_clock, _log);
    }

    public void Dispose() => _credentials.Dispose();

    [Fact]
    public void UnchangedFiles_AreNotReadAgain()
    {
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, _files.Reads);
        Assert.Equal(2, Status.DaysInHand);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), Status.Expires);
        Assert.Equal(36 * 3600, Status.SecondsToExpiry! + 600);
    }

    [Fact]
    public void AddedFiles_AreSeen()
    {
        _files.Change([Key("20261122", 1), Key("20261123", 1), Key("20261124", 1), Key("20261126", 1)]);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, _files.Reads);
        Assert.Equal(1, _credentials.Version);
        Assert.Equal(3, Status.DaysInHand);
        Assert.Equal(1, Status.Refreshes);
        Assert.True(Has(20261126));
        Assert.Contains(_log.Lines, static line => line.Text.Contains("3 UTC days in hand", StringComparison.Ordinal));
    }

    [Fact]
    public void FilesThatAreSlowToRead_KeepNobodyFromTheKeys()
    {
        bool? had = null;
        _files.WhileReading = () =>
        {
            var loop = new Thread(() => had = Has(20261122)) { IsBackground = true };
            loop.Start();
            loop.Join(TimeSpan.FromSeconds(20));
        };
        _files.Change([Key("20261122", 1), Key("20261124", 1)]);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(had);
        Assert.True(Has(20261124));
    }

    [Fact]
    public void FaultyFiles_LeaveTheKeysAndAreReadOnceUntilTheyChange()
    {
        _files.Change(null);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(1, _files.Reads);
        Assert.Equal(0, _credentials.Version);
        Assert.True(Has(20261122));
        Assert.Equal((1L, "it is broken"), (Status.Failures, Status.LastError));
        Assert.Single(_log.Lines, static line => line.Level == LogLevel.Error && line.Text.Contains("it is broken", StringComparison.Ordinal));

        _files.Change([Key("20261122", 1), Key("20261123", 1)]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(Status.LastError);
    }

    [Fact]
    public void FilesThatLackToday_DoNotReplaceThoseThatHaveIt()
    {
        _files.Change([Key("20261123", 1), Key("20261124", 1)]);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(Has(20261122));
        Assert.False(Has(20261124));
        Assert.Contains("20261122/us-east-1/s3", Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesThatLackToday_AreTakenWhereNothingIsLost()
    {
        _clock.Advance(TimeSpan.FromDays(3));
        Assert.False(Status.IsUsable);
        Assert.Equal(0, Status.DaysInHand);

        _files.Change([Key("20261126", 1)]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(Has(20261126));
    }

    [Fact]
    public void Status_OfAllScopesIsThatOfTheWorst()
    {
        _files.Change([Key("20261122", 1), Key("20261123", 1), Key("20261122", 1, "eu-west-1")]);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, Status.DaysInHand);
        Assert.Equal(2, _credentials.Status(_clock.GetUtcNow(), "us-east-1", "s3").DaysInHand);
        Assert.Equal(1, _credentials.Status(_clock.GetUtcNow(), "eu-west-1", "s3").DaysInHand);
        Assert.Equal(0, _credentials.Status(_clock.GetUtcNow(), "eu-west-2", "s3").DaysInHand);
    }

    [Fact]
    public void TodaysKeyLaidDownInTheFirstMinutes_IsTakenAtOnce()
    {
        using var rig = new S3Rig(
            Models.Of(Models.Bucket(credentials: new DayKeyCredentials("edge", Models.AccessKey, [Key("20261122", 0)], null, _files)), static route => route),
            new DateTimeOffset(2026, 11, 22, 23, 59, 50, TimeSpan.Zero));
        rig.Proxy.Shard.Snapshot.Upstreams[0].Model.Credentials!.StartAsync(rig.Proxy.Clock, rig.Proxy.Log);
        rig.AssertAccepted(rig.Ask("GET /a"));
        rig.Proxy.Advance(TimeSpan.FromMinutes(5));
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Equal("20261122T235959Z", rig.Requests[^1].Header("x-amz-date"));

        _files.Change([Key("20261122", 0), Key("20261123", 0)]);
        rig.Proxy.Advance(TimeSpan.FromSeconds(2));
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Equal("20261123T000452Z", rig.Requests[^1].Header("x-amz-date"));
        Assert.Equal(1, rig.Proxy.Counters.SignedAsYesterday);
    }

    private KeyStatus Status => _credentials.Status(_clock.GetUtcNow());

    /// <summary>A key of the origin's secret for 0, else one that no secret gives.</summary>
    private static DayKey Key(string day, byte fill, string region = "us-east-1")
    {
        var scope = CredentialScope.Create(day, region, "s3");
        byte[] key = [.. Enumerable.Repeat(fill, 32)];
        if (fill == 0)
        {
            KeyDerivation.Derive(System.Text.Encoding.UTF8.GetBytes(Models.Secret), scope, key);
        }

        return new DayKey(scope, Convert.ToBase64String(key));
    }

    private bool Has(int day)
    {
        using SigningKey? key = _credentials.TryCreateKey(day, "us-east-1", "s3", out _);
        return key is not null;
    }

    private sealed class Files : DayKeyFiles
    {
        private IReadOnlyList<DayKey>? _next;
        private int _stamp;

        public int Reads { get; private set; }

        public Action? WhileReading { get; set; }

        public override int FirstStamp => 0;

        public override int Stamp() => _stamp;

        public void Change(IReadOnlyList<DayKey>? next)
        {
            _next = next;
            _stamp++;
        }

        public override bool TryRead([NotNullWhen(true)] out IReadOnlyList<DayKey>? keys, [NotNullWhen(false)] out string? reason)
        {
            Reads++;
            WhileReading?.Invoke();
            (keys, reason) = (_next, _next is null ? "it is broken" : null);
            return keys is not null;
        }
    }
}
