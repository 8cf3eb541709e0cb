namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>Which signatures an aws-chunked body carries.</summary>
/// <param name="IsSigned">Each chunk has one.</param>
/// <param name="IsTrailerSigned">The trailer has one.</param>
internal readonly record struct AwsChunkedForm(bool IsSigned, bool IsTrailerSigned);
