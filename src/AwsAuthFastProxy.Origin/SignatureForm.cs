namespace AwsAuthFastProxy.Origin;

/// <summary>How a request presented its signature.</summary>
public enum SignatureForm
{
    /// <summary>The request carries no signature.</summary>
    None,

    /// <summary>In the <c>Authorization</c> header.</summary>
    Header,

    /// <summary>In <c>X-Amz-*</c> query parameters (a presigned URL).</summary>
    Query,
}
