using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>The table of <c>preset</c>: where S3-compatible servers differ from Amazon's. docs/configuration.md gives the reasons.</summary>
internal static class UpstreamPresets
{
    private static readonly UpstreamPreset[] s_all =
    [
        new("aws", "us-east-1", BucketStyle.VirtualHost),
        new("minio", "us-east-1", BucketStyle.Path),
        new("ceph", "us-east-1", BucketStyle.Path, Payload: PayloadMode.Streaming),
        new("r2", "auto", BucketStyle.Path),
        new("b2", "us-west-004", BucketStyle.VirtualHost, ".backblazeb2.com"),
        new("gcs", "auto", BucketStyle.Path, Payload: PayloadMode.Unsigned),
        new("wasabi", "us-east-1", BucketStyle.VirtualHost, ".wasabisys.com"),
    ];

    /// <summary>The preset named, or null.</summary>
    public static UpstreamPreset? Read(TextSetting? setting, Diagnostics diagnostics) =>
        Choice.Read("preset", setting, null, [.. s_all.Select(static preset => (preset.Name, (UpstreamPreset?)preset))], diagnostics);
}
