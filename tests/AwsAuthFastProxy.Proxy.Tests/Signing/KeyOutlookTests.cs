using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Tests.Signing;

public class KeyOutlookTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 23, 0, 0, TimeSpan.Zero);
    private static readonly string s_key = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void Secret_HasAKeyForEveryDay()
    {
        KeyOutlook outlook = KeyOutlook.Of(Models.Credentials, "us-east-1", "s3", s_now);

        Assert.Null(outlook.Days);
        Assert.Null(outlook.SecondsLeft(s_now));
    }

    [Theory]
    [InlineData("20261122", 1, 3600)]
    [InlineData("20261122 20261123", 2, 90_000)]
    [InlineData("20261124 20261123 20261122", 3, 176_400)]
    [InlineData("20261122 20261124", 1, 3600)]
    [InlineData("20261123 20261124", 0, 0)]
    [InlineData("20261121", 0, 0)]
    public void DayKeys_LastAsManyDaysAsFollowEachOther(string days, int expected, double seconds)
    {
        KeyOutlook outlook = KeyOutlook.Of(Keys(days, "us-east-1"), "us-east-1", "s3", s_now);

        Assert.Equal(expected, outlook.Days);
        Assert.Equal(seconds, outlook.SecondsLeft(s_now));
        Assert.Equal(expected == 0, outlook.Reason.Length > 0);
    }

    [Fact]
    public void KeysOfAnotherRegion_DoNotCount() =>
        Assert.Equal(0, KeyOutlook.Of(Keys("20261122", "eu-west-1"), "us-east-1", "s3", s_now).Days);

    private static DayKeyCredentials Keys(string days, string region) => new(
        "edge",
        Models.AccessKey,
        [.. days.Split(' ').Select(day => new DayKey(CredentialScope.Create(day, region, "s3"), s_key))],
        sessionToken: null);
}
