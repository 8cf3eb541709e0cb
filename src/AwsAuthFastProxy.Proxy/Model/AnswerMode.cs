namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>How a route answers.</summary>
public enum AnswerMode : byte
{
    /// <summary>The upstream's response is relayed.</summary>
    Relay,

    /// <summary>307 to a presigned URL of the upstream: the client fetches the object there by itself.</summary>
    Presign,
}
