using System.Globalization;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>For how long there are keys to sign with.</summary>
/// <param name="Days">UTC days in a row, today included, that have a key; 0 when today has none, null when every day will have one.</param>
/// <param name="Reason">Why today has none, else empty. Holds no secret.</param>
public readonly record struct KeyOutlook(int? Days, string Reason)
{
    private const int MostDays = 3660;

    /// <summary>The outlook of <paramref name="credentials"/> for a scope, at <paramref name="now"/>.</summary>
    public static KeyOutlook Of(CredentialSource credentials, string region, string service, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        DateTime today = now.UtcDateTime.Date;
        using SigV4.SigningKey? key = credentials.TryCreateKey(Number(today), region, service, out string? reason);
        if (key is null)
        {
            return new KeyOutlook(0, reason ?? "no key");
        }

        return new KeyOutlook(credentials is DayKeyCredentials dayKeys ? Row(dayKeys, region, service, today) : null, "");
    }

    /// <summary>Seconds from <paramref name="now"/> to the end of the last day with a key; null when there is no end.</summary>
    public double? SecondsLeft(DateTimeOffset now) =>
        Days is { } days ? Math.Max(0, (now.UtcDateTime.Date.AddDays(days) - now.UtcDateTime).TotalSeconds) * Math.Min(days, 1) : null;

    private static int Row(DayKeyCredentials credentials, string region, string service, DateTime today)
    {
        HashSet<string> days =
        [
            .. credentials.Keys.Where(key => key.Scope.Region == region && key.Scope.Service == service).Select(static key => key.Scope.Date),
        ];
        int count = 0;
        while (count < MostDays && days.Contains(today.AddDays(count).ToString("yyyyMMdd", CultureInfo.InvariantCulture)))
        {
            count++;
        }

        return count;
    }

    private static int Number(DateTime day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;
}
