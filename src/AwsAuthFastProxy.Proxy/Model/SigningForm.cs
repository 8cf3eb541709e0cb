namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Where the signature of a request stands (Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)").</summary>
public enum SigningForm : byte
{
    /// <summary>In the Authorization field.</summary>
    Header,

    /// <summary>In the query, as in a presigned URL.</summary>
    Query,
}
