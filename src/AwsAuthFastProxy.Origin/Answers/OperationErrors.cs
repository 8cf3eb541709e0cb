using System.Globalization;

namespace AwsAuthFastProxy.Origin;

/// <summary>The errors of operations on buckets and objects, worded as S3 words them.</summary>
internal static class OperationErrors
{
    public static S3Error NoSuchBucket(string bucket) =>
        new(404, "NoSuchBucket", "The specified bucket does not exist", S3Errors.Detail("BucketName", bucket));

    public static S3Error NoSuchKey(string key) =>
        new(404, "NoSuchKey", "The specified key does not exist.", S3Errors.Detail("Key", key));

    public static S3Error InvalidBucketName(string bucket) =>
        new(400, "InvalidBucketName", "The specified bucket is not valid.", S3Errors.Detail("BucketName", bucket));

    public static S3Error BucketNotEmpty(string bucket) =>
        new(409, "BucketNotEmpty", "The bucket you tried to delete is not empty", S3Errors.Detail("BucketName", bucket));

    public static S3Error MethodNotAllowed(string method, string resource, string allow) => new(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        S3Errors.Detail("Method", method),
        S3Errors.Detail("ResourceType", resource))
    { Headers = [new("Allow", allow)] };

    public static S3Error NotImplementedHeader(string header) => new(
        501,
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
        S3Errors.Detail("Header", header));

    public static S3Error NotImplementedQuery(string parameter) => new(
        501,
        "NotImplemented",
        "A query parameter you provided implies functionality that is not implemented",
        S3Errors.Detail("Parameter", parameter));

    public static S3Error MissingContentLength() =>
        new(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");

    public static S3Error EntityTooLarge(long proposed, long maximum) => new(
        400,
        "EntityTooLarge",
        "Your proposed upload exceeds the maximum allowed size",
        S3Errors.Detail("ProposedSize", Number(proposed)),
        S3Errors.Detail("MaxSizeAllowed", Number(maximum)));

    public static S3Error KeyTooLong(int size) => new(
        400, "KeyTooLongError", "Your key is too long", S3Errors.Detail("Size", Number(size)), S3Errors.Detail("MaxSizeAllowed", Number(S3Request.MaxKeyOctets)));

    public static S3Error MetadataTooLarge(int size, int maximum) => new(
        400,
        "MetadataTooLarge",
        "Your metadata headers exceed the maximum allowed metadata size",
        S3Errors.Detail("Size", Number(size)),
        S3Errors.Detail("MaxSizeAllowed", Number(maximum)));

    public static S3Error InvalidRange(string requested, long size) => new(
        416,
        "InvalidRange",
        "The requested range is not satisfiable",
        S3Errors.Detail("RangeRequested", requested),
        S3Errors.Detail("ActualObjectSize", Number(size)))
    { Headers = [new("Content-Range", $"bytes */{Number(size)}")] };

    public static S3Error PreconditionFailed(string condition) => new(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        S3Errors.Detail("Condition", condition));

    public static S3Error ExpectationFailed() => new(417, "ExpectationFailed", "The expectation given in the Expect header could not be met.");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
