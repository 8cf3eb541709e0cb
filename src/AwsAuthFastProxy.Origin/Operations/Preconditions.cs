namespace AwsAuthFastProxy.Origin;

/// <summary>Conditional requests in the order of RFC 9110 §13.2.2.</summary>
internal static class Preconditions
{
    /// <summary>Whether GET or HEAD is to be answered with 304.</summary>
    /// <exception cref="S3ErrorException">412 PreconditionFailed.</exception>
    public static bool IsNotModified(S3Request request, StoredObject stored)
    {
        if (request.Header("If-Match") is { } match)
        {
            Require(EntityTags.MatchStrong(match, stored.ETag), "If-Match");
        }
        else if (HttpDate.Parse(request.Header("If-Unmodified-Since")) is { } unmodifiedSince)
        {
            Require(stored.LastModified <= unmodifiedSince, "If-Unmodified-Since");
        }

        if (request.Header("If-None-Match") is { } noneMatch)
        {
            return EntityTags.MatchWeak(noneMatch, stored.ETag);
        }

        return HttpDate.Parse(request.Header("If-Modified-Since")) is { } modifiedSince && stored.LastModified <= modifiedSince;
    }

    /// <summary>Conditional writes of S3: <c>If-None-Match: *</c> and <c>If-Match</c> with one tag.</summary>
    public static bool AllowWrite(S3Request request, StoredObject? replaced)
    {
        if (request.Header("If-Match") is { } match && (replaced is null || !EntityTags.MatchStrong(match, replaced.ETag)))
        {
            return false;
        }

        return request.Header("If-None-Match") is null || replaced is null;
    }

    private static void Require(bool holds, string condition)
    {
        if (!holds)
        {
            throw new S3ErrorException(OperationErrors.PreconditionFailed(condition));
        }
    }
}
