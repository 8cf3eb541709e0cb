namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>What the host of an AWS endpoint says about itself (AWS: "Amazon S3 endpoints and quotas").</summary>
internal static class AwsEndpoint
{
    /// <summary>The region of <c>s3.REGION.amazonaws.com</c> and its dual-stack and FIPS variants; null for every other host.</summary>
    public static string? Region(string host)
    {
        var labels = host.Split('.');
        var count = host.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal) ? labels.Length - 3
            : host.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? labels.Length - 2
            : 0;
        return labels[0] is not ("s3" or "s3-fips") ? null
            : count == 2 ? labels[1]
            : count == 3 && labels[1] == "dualstack" ? labels[2]
            : null;
    }
}
