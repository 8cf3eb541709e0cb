namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>What a location signs with and for.</summary>
/// <param name="Credentials">Their name in the JSON form.</param>
/// <param name="ScopePosition">Where the scope stands, which says region and service.</param>
/// <param name="Region">The region of the scope.</param>
/// <param name="Service">The service of the scope.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Endpoint">The endpoint's host.</param>
internal sealed record AwsSigning(
    string Credentials, SourcePosition ScopePosition, string Region, string Service, (string Text, SourcePosition At) Bucket, (string Text, SourcePosition At) Endpoint)
{
    /// <summary>The Host that is signed.</summary>
    public string Host => $"{Bucket.Text}.{Endpoint.Text}".ToLowerInvariant();
}
