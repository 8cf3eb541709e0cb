namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Another region's endpoint of the same kind, made of the configured one (AWS: "Amazon S3 endpoints and quotas"). Never of what an
/// answer says: requests signed by our keys go to hosts below the configured suffix only.
/// </summary>
internal static class AwsRegionalHost
{
    /// <summary>The host in <paramref name="region"/>, or null when <paramref name="host"/> is no regional endpoint of AWS.</summary>
    public static string? InRegion(string host, string region)
    {
        string suffix = host.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal) ? ".amazonaws.com.cn"
            : host.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? ".amazonaws.com"
            : "";
        if (suffix.Length == 0 || region.StartsWith("cn-", StringComparison.Ordinal) != suffix.EndsWith(".cn", StringComparison.Ordinal))
        {
            return null;
        }

        string[] labels = host[..^suffix.Length].Split('.');
        return labels switch
        {
            ["s3"] => $"s3.{region}{suffix}",
            ["s3" or "s3-fips", not "dualstack"] => $"{labels[0]}.{region}{suffix}",
            ["s3" or "s3-fips", "dualstack", _] => $"{labels[0]}.dualstack.{region}{suffix}",
            _ => null,
        };
    }
}
