using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

/// <summary>Keys over midnight, keys that are missing, tokens, and that none of it is ever told.</summary>
public class CredentialTests
{
    private const string Get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static readonly DateTimeOffset s_lateEvening = new(2026, 11, 22, 23, 59, 50, TimeSpan.Zero);

    [Fact]
    public void Secret_SignsBeforeAndAfterMidnightWithEachDaysKey()
    {
        using var rig = new S3Rig(Models.Named("read"), s_lateEvening);
        rig.Store.Put("photos", "a", "hello"u8.ToArray());
        rig.AssertAccepted(rig.Ask("GET /a"));
        rig.AssertAccepted(rig.Ask("GET /a"));

        // Today's, and tomorrow's ahead of midnight.
        Assert.Equal(2, rig.Proxy.Counters.KeysMade);

        rig.Proxy.Advance(TimeSpan.FromSeconds(20));

        string heard = rig.Ask("GET /a");
        rig.AssertAccepted(heard);
        Assert.EndsWith("hello", heard, StringComparison.Ordinal);
        Assert.Equal(2, rig.Proxy.Counters.KeysMade);
        Assert.Contains("/20261123/", rig.Requests[^1].Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_SignsEverySecondOfAMinuteAroundMidnight()
    {
        using var rig = new S3Rig(Models.Named("read"), s_lateEvening);
        rig.Store.Put("photos", "a", "hello"u8.ToArray());
        for (int second = 0; second < 60; second++)
        {
            rig.AssertAccepted(rig.Ask("GET /a"));
            rig.Proxy.Advance(TimeSpan.FromMilliseconds(999));
        }
    }

    [Fact]
    public void DayKeys_WithTomorrowsSignOverMidnight()
    {
        using var rig = new S3Rig(With(Keys("20261122", "20261123")), s_lateEvening);
        rig.AssertAccepted(rig.Ask("GET /a"));

        rig.Proxy.Advance(TimeSpan.FromSeconds(20));

        rig.AssertAccepted(rig.Ask("GET /a"));
    }

    [Fact]
    public void DayKeys_WithoutTomorrowsSignAsTheLastSecondOfTheDayForFourteenMinutes()
    {
        using var rig = new S3Rig(With(Keys("20261122")), s_lateEvening);
        rig.AssertAccepted(rig.Ask("GET /a"));

        rig.Proxy.Advance(TimeSpan.FromSeconds(10));
        for (int minute = 0; minute < 14; minute++)
        {
            rig.AssertAccepted(rig.Ask("GET /a"));
            Assert.Equal("20261122T235959Z", rig.Requests[^1].Header("x-amz-date"));
            rig.Proxy.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(14, rig.Proxy.Counters.SignedAsYesterday);
        for (int i = 0; i < 3; i++)
        {
            Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
        }

        Assert.Equal(15, rig.Requests.Count);
        Assert.Equal(3, rig.Proxy.Counters.Failed);
        Assert.Collection(
            rig.Proxy.Log.Lines.Where(static line => line.Level > LogLevel.Debug),
            static line => AssertSays(line, LogLevel.Warning, "no key for tomorrow"),
            static line => AssertSays(line, LogLevel.Warning, "23:59:59"),
            static line => AssertSays(line, LogLevel.Error, "No key to sign with"));
        rig.Proxy.AssertNothingLeaks();

        static void AssertSays((LogLevel Level, string Text) line, LogLevel level, string words)
        {
            Assert.Equal(level, line.Level);
            Assert.Contains(words, line.Text, StringComparison.Ordinal);
            Assert.Contains("20261123/us-east-1/s3/aws4_request", line.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DayKeys_WithoutTomorrowsAtTheFifteenthMinute_503AtOnce()
    {
        using var rig = new S3Rig(With(Keys("20261122")), new DateTimeOffset(2026, 11, 23, 0, 14, 0, TimeSpan.Zero));

        Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
        Assert.Empty(rig.Requests);
        Assert.Equal(0, rig.Proxy.Counters.SignedAsYesterday);
    }

    [Fact]
    public void NextDaysSigner_IsReadyBeforeMidnight()
    {
        using var rig = new S3Rig(With(Keys("20261122", "20261123")), s_lateEvening.AddMinutes(-10));
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Equal(1, rig.Proxy.Counters.KeysMade);

        rig.Proxy.Advance(TimeSpan.FromSeconds(10));
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Equal(2, rig.Proxy.Counters.KeysMade);

        rig.Proxy.Advance(TimeSpan.FromMinutes(10));
        rig.AssertAccepted(rig.Ask("GET /a"));
        Assert.Contains("/20261123/", rig.Requests[^1].Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal(2, rig.Proxy.Counters.KeysMade);
    }

    [Fact]
    public void KeysForAnotherRegion_503()
    {
        CredentialSource keys = new DayKeyCredentials("edge", Models.AccessKey, [Key("20261122", "eu-west-1")], sessionToken: null);
        using var rig = new S3Rig(With(keys));

        Refusals.AssertIs(503, "no-credentials", rig.Ask("GET /a"));
        Assert.Empty(rig.Requests);
    }

    [Fact]
    public void SessionToken_IsSentAndSigned()
    {
        using var rig = new S3Rig(With(new SecretCredentials("edge", Models.AccessKey, Models.Secret, Models.Token)), sessionToken: Models.Token);

        rig.AssertAccepted(rig.Ask("GET /a", "X-Amz-Security-Token: theirs"));
        Assert.Equal(Models.Token, rig.Requests[0].Header("x-amz-security-token"));
    }

    [Fact]
    public void NoCredentials_NothingIsSigned()
    {
        using var rig = new ProxyRig(Models.Named("unsigned"));
        rig.Send(Get);

        Assert.DoesNotContain("Authorization", rig.Origin.Received, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("x-amz", rig.Origin.Received, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void RouteThatDoesNotSign_SignsNothing()
    {
        using var rig = new ProxyRig(Models.Of(Models.Bucket(), static route => route with { Sign = false }));
        rig.Send(Get);

        Assert.StartsWith("GET /a HTTP/1.1\r\nHost: photos.s3.example\r\nVia:", rig.Origin.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", rig.Origin.Received, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void NoSecret_IsEverLoggedOrAnswered()
    {
        string key = Convert.ToBase64String(Derive("20261122", "us-east-1"));
        var heard = new StringBuilder();
        foreach (CredentialSource credentials in new CredentialSource[]
        {
            new SecretCredentials("edge", Models.AccessKey, Models.Secret, Models.Token),
            new DayKeyCredentials("edge", Models.AccessKey, [Key("20261122", "us-east-1")], Models.Token),
        })
        {
            using var rig = new ProxyRig(With(credentials), s_lateEvening);
            heard.Append(rig.Send("BAD\r\n\r\n").Received).Append(rig.Send("GET /?acl HTTP/1.1\r\nHost: h\r\n\r\n").Received);
            WireEnd client = rig.Send(Get);
            string sent = rig.Origin.Received;
            Assert.Contains(Models.Token, sent, StringComparison.Ordinal);
            Assert.DoesNotContain(Models.Secret, sent, StringComparison.Ordinal);
            rig.Origin.Send("garbage");
            rig.Run();
            heard.Append(client.Received);
            rig.Refuse();
            heard.Append(rig.Send(Get).Received);
            rig.Accept();
            client = rig.Send(Get);
            rig.Advance(TimeSpan.FromDays(1));
            heard.Append(client.Received).Append(rig.Send(Get).Received);
            heard.AppendJoin('\n', rig.Log.Lines.Select(static line => line.Text)).Append(credentials);
        }

        string all = heard.ToString();
        Assert.Contains("502", all, StringComparison.Ordinal);
        Assert.All([Models.Secret, Models.Token, key, "Signature=", "Authorization"], secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
    }

    private static ProxyModel With(CredentialSource credentials) => Models.Of(Models.Bucket(credentials: credentials), static route => route);

    private static DayKeyCredentials Keys(params string[] days) =>
        new("edge", Models.AccessKey, [.. days.Select(static day => Key(day, "us-east-1"))], sessionToken: null);

    private static DayKey Key(string day, string region) =>
        new(CredentialScope.Create(day, region, "s3"), Convert.ToBase64String(Derive(day, region)));

    // AWS: "Create a signed AWS API request", derive a signing key.
    private static byte[] Derive(string day, string region) => new[] { day, region, "s3", "aws4_request" }.Aggregate(
        Encoding.UTF8.GetBytes("AWS4" + Models.Secret), static (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
}
