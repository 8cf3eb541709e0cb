using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>What of a body counts against the limit of its length.</summary>
internal static class BodyLimit
{
    /// <summary>Bytes by the head; in aws-chunked framing the data have the limit, and S3's chunks of 8 KiB or more the rest.</summary>
    public static long Counted(RequestHead request, in BodyFraming framing) =>
        request.Fields.Has(FieldName.XAmzDecodedContentLength) ? framing.Length - (framing.Length >> 5) - 1024 : framing.Length;
}
