using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>bucket</c> and <c>style</c> of an upstream (AWS: "Virtual hosting of buckets", "Bucket naming rules").</summary>
internal static class BucketCompiler
{
    // Older buckets and other stores have longer names and more letters than AWS gives out today.
    private const int MaxLength = 255;

    public static BucketSource ReadSource(TextSetting? bucket) => bucket switch
    {
        null or { IsFaulty: true } => BucketSource.None,
        { Value: "{path}" } => BucketSource.FromPath,
        { Value: "{host}" } => BucketSource.FromHost,
        _ => BucketSource.Fixed,
    };

    /// <summary>As written; else path where the bucket comes from the path, and for every other bucket what the preset says, or virtual.</summary>
    public static BucketStyle ReadStyle(UpstreamConfig config, BucketSource source, UpstreamPreset? preset, Diagnostics diagnostics) =>
        Choice.Read(
            "style",
            config.Style,
            source == BucketSource.FromPath ? BucketStyle.Path : preset?.Style ?? BucketStyle.VirtualHost,
            [("virtual", BucketStyle.VirtualHost), ("path", BucketStyle.Path)],
            diagnostics);

    public static void Check(UpstreamConfig config, BucketSource source, BucketStyle style, EndpointUrl? url, Diagnostics diagnostics)
    {
        if (source == BucketSource.None)
        {
            return;
        }

        var isVirtual = style == BucketStyle.VirtualHost;
        if (isVirtual && url is not null && HostName.IsAddress(url.Host))
        {
            var position = (config.Style ?? config.Bucket)!.Position;
            diagnostics.Error(position, "no bucket can be put before the address of an endpoint; write \"style\": \"path\", or name the endpoint's host");
        }

        var bucket = config.Bucket!;
        if (source == BucketSource.Fixed && NameError(bucket.Value, isVirtual) is { } reason)
        {
            diagnostics.Error("bucket", bucket, reason);
        }
        else if (source == BucketSource.Fixed && isVirtual && url is { IsTls: true }
            && bucket.Value.Contains('.', StringComparison.Ordinal) && config.Tls?.Verify is not { Value: false })
        {
            diagnostics.Warning(bucket.Position, "a certificate for *.HOST does not cover a bucket with a dot in its name; \"style\": \"path\" avoids that");
        }
    }

    private static string? NameError(string name, bool isVirtual)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return $"a bucket's name has 1 to {MaxLength} letters";
        }

        if (name.Contains('{', StringComparison.Ordinal))
        {
            return "the bucket's name itself, or \"{path}\" or \"{host}\"";
        }

        if (isVirtual)
        {
            return HostName.Check($"{name}.endpoint") is null
                ? null
                : "this cannot stand in a host name, which has lower-case letters, digits, '-' and '.'; write \"style\": \"path\" if the bucket has that name";
        }

        return name is "." or ".." || !name.All(IsAllowed) ? "a bucket's name holds ASCII letters, digits, '.', '-' and '_' only" : null;
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
