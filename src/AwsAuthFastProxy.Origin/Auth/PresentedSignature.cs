namespace AwsAuthFastProxy.Origin;

/// <summary>What a client says about its signature, in either form.</summary>
/// <param name="Form">Where it stood.</param>
/// <param name="AccessKey">The access key id of the credential.</param>
/// <param name="Scope">The credential's scope.</param>
/// <param name="SignedHeaders">The signed header names as listed.</param>
/// <param name="Signature">The signature as sent.</param>
/// <param name="Time">The instant of signing.</param>
/// <param name="SecurityToken">The session token; null when none was sent.</param>
/// <param name="PayloadHash">The last line of the canonical request.</param>
/// <param name="Lifetime">How long a presigned URL is good for; null in the header form.</param>
internal sealed record PresentedSignature(
    SignatureForm Form,
    string AccessKey,
    CredentialScope Scope,
    IReadOnlyList<string> SignedHeaders,
    string Signature,
    DateTimeOffset Time,
    string? SecurityToken,
    string PayloadHash,
    TimeSpan? Lifetime)
{
    /// <summary>The timestamp as it stands in strings to sign.</summary>
    public string Timestamp => AmzDate.Format(Time);
}
