using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>One published example of requests.json.</summary>
public sealed record SignedRequestCase
{
    public required string Name { get; init; }

    public required string Source { get; init; }

    public required string AccessKeyId { get; init; }

    public string? Secret { get; init; }

    public string? SigningKey { get; init; }

    public required string Scope { get; init; }

    public required long UnixSeconds { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public required string[][] Fields { get; init; }

    public int? Expires { get; init; }

    public string? Payload { get; init; }

    public required string PayloadHash { get; init; }

    public string? CanonicalRequestSha256 { get; init; }

    public required string SignedHeaders { get; init; }

    public required string Signature { get; init; }

    public RequestSigner CreateSigner()
    {
        var scope = CredentialScope.Parse(Scope);
        using var key = SigningKey is null
            ? SigV4.SigningKey.FromSecret(AccessKeyId, Encoding.UTF8.GetBytes(Secret!), scope)
            : SigV4.SigningKey.FromBase64(AccessKeyId, SigningKey, scope);
        return new RequestSigner(key);
    }

    public OutgoingRequest CreateRequest() =>
        new(Method, Target, [.. Fields.Select(field => (field[0], field[1]))], PayloadHash, UnixSeconds);

    public override string ToString() => Name;
}
