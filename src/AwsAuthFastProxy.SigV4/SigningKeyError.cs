namespace AwsAuthFastProxy.SigV4;

/// <summary>Why no signing key can be made. <see cref="SigningKey.Describe"/> gives the sentence for people.</summary>
public enum SigningKeyError : byte
{
    /// <summary>It can.</summary>
    None,

    /// <summary>The access key id is empty, or holds something else than visible ASCII, or a comma.</summary>
    BadAccessKeyId,

    /// <summary>The session token is empty, or holds something else than visible ASCII.</summary>
    BadSessionToken,

    /// <summary>The secret access key is empty.</summary>
    EmptySecret,

    /// <summary>The derived key is not base64.</summary>
    NotBase64,

    /// <summary>The derived key is base64, but not of 32 bytes.</summary>
    NotThirtyTwoBytes,
}
