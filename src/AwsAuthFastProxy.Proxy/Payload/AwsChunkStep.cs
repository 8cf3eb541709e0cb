using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>One step over a fragment of an aws-chunked body.</summary>
/// <param name="Status">What was found.</param>
/// <param name="Consumed">Bytes of the input this step used, data included.</param>
/// <param name="DataLength">How many of them, the last ones, are data.</param>
/// <param name="Reason">Why the body is refused, or <see cref="RejectReason.None"/>.</param>
internal readonly record struct AwsChunkStep(ChunkStatus Status, int Consumed, int DataLength, RejectReason Reason);
