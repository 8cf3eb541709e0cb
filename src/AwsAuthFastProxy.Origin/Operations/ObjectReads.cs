using System.Globalization;

namespace AwsAuthFastProxy.Origin;

/// <summary>GetObject and HeadObject.</summary>
internal sealed class ObjectReads(ObjectStore store)
{
    private static readonly string[] s_overridable =
        ["Content-Type", "Content-Language", "Expires", "Cache-Control", "Content-Disposition", "Content-Encoding"];

    public Response Answer(S3Request request)
    {
        CheckOverrides(request);
        StoredObject stored = store.Get(request.Bucket, request.Key) ?? throw new S3ErrorException(OperationErrors.NoSuchKey(request.Key));
        if (Preconditions.IsNotModified(request, stored))
        {
            var notModified = new Response(304);
            notModified.Add("Last-Modified", HttpDate.Format(stored.LastModified));
            notModified.Add("ETag", stored.ETag);
            return notModified;
        }

        ByteRange? range = ByteRange.Of(request, stored);
        var response = new Response(range is null ? 200 : 206)
        {
            Content = range is { } part ? stored.Content.Slice(part.First, part.Length) : stored.Content,
        };
        response.Add("Last-Modified", HttpDate.Format(stored.LastModified));
        response.Add("ETag", stored.ETag);
        response.Add("Accept-Ranges", "bytes");
        if (range is { } sent)
        {
            response.Add("Content-Range", string.Create(
                CultureInfo.InvariantCulture, $"bytes {sent.First}-{sent.First + sent.Length - 1}/{stored.Content.Length}"));
        }

        AddStoredHeaders(request, stored, response, whole: range is null);
        return response;
    }

    private static void AddStoredHeaders(S3Request request, StoredObject stored, Response response, bool whole)
    {
        // A checksum is of the whole object; S3 sends it on demand only.
        bool checksums = whole && request.Header("x-amz-checksum-mode") is { } mode && mode.Equals("ENABLED", StringComparison.OrdinalIgnoreCase);
        foreach ((string name, string value) in stored.Headers)
        {
            bool overridden = s_overridable.Contains(name, StringComparer.OrdinalIgnoreCase) && Override(request, name) is not null;
            if (!overridden && (checksums || !name.StartsWith(ChecksumAlgorithm.HeaderPrefix, StringComparison.OrdinalIgnoreCase)))
            {
                response.Add(name, value);
            }
        }

        foreach (string name in s_overridable)
        {
            response.Add(name, Override(request, name));
        }
    }

    private static void CheckOverrides(S3Request request)
    {
        foreach (string name in s_overridable)
        {
            if (Override(request, name) is not { } value)
            {
                continue;
            }

            if (!request.IsSigned)
            {
                throw new S3ErrorException(S3Errors.InvalidRequest("Request specific response headers cannot be used for anonymous GET requests."));
            }

            // What is decoded from the query goes into a header: no line end may come through.
            if (!value.All(c => c is '\t' or (>= ' ' and <= '~')))
            {
                throw new S3ErrorException(S3Errors.InvalidArgument(
                    "Header value cannot be represented using ISO-8859-1.", $"response-{name.ToLowerInvariant()}", value));
            }
        }
    }

    private static string? Override(S3Request request, string name) => request.Query($"response-{name.ToLowerInvariant()}");
}
