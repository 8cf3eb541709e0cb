namespace AwsAuthFastProxy.Proxy.Answers;

/// <summary>An answer the proxy makes itself.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">S3-style code of the XML body, such as <c>MethodNotAllowed</c>.</param>
/// <param name="Name">Stable name for <c>x-proxy-error</c> and metrics, such as <c>method-not-allowed</c>.</param>
/// <param name="Message">A sentence for a person; holds nothing of the request.</param>
internal sealed record ErrorAnswer(int Status, string Code, string Name, string Message)
{
    /// <summary>Seconds after which it is worth to come again (RFC 9110 §10.2.3), or 0.</summary>
    public int RetryAfter => Status is 503 or 429 ? 1 : 0;

    /// <summary>Whether it is our side or the upstream that failed, not the client.</summary>
    public bool IsFailure => Status is 502 or 503 or 504;
}
