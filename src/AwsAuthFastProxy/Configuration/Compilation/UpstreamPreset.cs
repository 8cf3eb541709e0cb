using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>What a kind of S3 server wants where the configuration does not say otherwise.</summary>
/// <param name="Name">The word in the configuration.</param>
/// <param name="Region">The region of its signatures, where its host does not tell.</param>
/// <param name="Style">Where it likes the bucket's name.</param>
/// <param name="Suffix">What its regional hosts, <c>s3.REGION</c>, end in; null where hosts tell no region.</param>
/// <param name="Payload">How bodies are vouched for.</param>
internal sealed record UpstreamPreset(string Name, string Region, BucketStyle Style, string? Suffix = null, PayloadMode Payload = PayloadMode.Auto)
{
    /// <summary>The region that <paramref name="host"/> names, else the server's usual one.</summary>
    public string RegionOf(string host)
    {
        if (Suffix is null || !host.StartsWith("s3.", StringComparison.Ordinal) || !host.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return AwsEndpoint.Region(host) ?? Region;
        }

        int length = host.Length - "s3.".Length - Suffix.Length;
        string label = length > 0 ? host.Substring("s3.".Length, length) : "";
        return label.Length > 0 && !label.Contains('.', StringComparison.Ordinal) ? label : Region;
    }
}
