using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>PutObject and DeleteObject.</summary>
internal sealed class ObjectWrites(ObjectStore store, OriginOptions options)
{
    private const int MaxMetadataOctets = 2048;

    private static readonly string[] s_kept =
        ["Content-Type", "Content-Language", "Expires", "Cache-Control", "Content-Disposition"];

    /// <summary>What a PUT's head alone gives away: answered before any content is asked for.</summary>
    /// <exception cref="S3ErrorException">The upload is refused.</exception>
    public void CheckHead(S3Request request)
    {
        // S3 knows the chunked transfer coding only around aws-chunked content; else it answers 501 and names the header.
        if (request.Head.IsChunked && !request.IsStreaming)
        {
            throw new S3ErrorException(OperationErrors.NotImplementedHeader("Transfer-Encoding"));
        }

        long? length = request.IsStreaming ? request.DecodedContentLength : request.Head.ContentLength;
        if (length is null || (!request.Head.IsChunked && request.Head.ContentLength is null))
        {
            throw new S3ErrorException(OperationErrors.MissingContentLength());
        }

        if (length > options.MaxContentBytes)
        {
            throw new S3ErrorException(OperationErrors.EntityTooLarge(length.Value, options.MaxContentBytes));
        }

        if (request.Header("x-amz-copy-source") is not null)
        {
            throw new S3ErrorException(OperationErrors.NotImplementedHeader("x-amz-copy-source"));
        }

        if (request.Header("If-None-Match") is { } noneMatch && noneMatch != "*")
        {
            throw new S3ErrorException(OperationErrors.NotImplementedHeader("If-None-Match"));
        }

        int metadata = request.Head.Headers.Where(IsMetadata).Sum(line => line.Key.Length - "x-amz-meta-".Length + line.Value.Length);
        if (metadata > MaxMetadataOctets)
        {
            throw new S3ErrorException(OperationErrors.MetadataTooLarge(metadata, MaxMetadataOctets));
        }

        int keyOctets = Encoding.UTF8.GetByteCount(request.Key);
        if (keyOctets > S3Request.MaxKeyOctets)
        {
            throw new S3ErrorException(OperationErrors.KeyTooLong(keyOctets));
        }
    }

    public Response Put(S3Request request, VerifiedPayload payload)
    {
        StoredObject? stored = store.TryPut(
            request.Bucket, request.Key, payload.Octets, StoredHeaders(request, payload), replaced => Preconditions.AllowWrite(request, replaced));
        if (stored is null)
        {
            throw new S3ErrorException(store.HasBucket(request.Bucket)
                ? OperationErrors.PreconditionFailed(request.Header("If-Match") is null ? "If-None-Match" : "If-Match")
                : OperationErrors.NoSuchBucket(request.Bucket));
        }

        var response = new Response(200);
        response.Add("ETag", stored.ETag);
        foreach ((string name, string value) in payload.Checksums)
        {
            response.Add(name, value);
        }

        return response;
    }

    public Response Delete(S3Request request)
    {
        store.Delete(request.Bucket, request.Key);
        return new Response(204);
    }

    private static List<KeyValuePair<string, string>> StoredHeaders(S3Request request, VerifiedPayload payload)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string name in s_kept)
        {
            if (request.Header(name) is { } value)
            {
                headers.Add(new KeyValuePair<string, string>(name, value));
            }
        }

        if (request.Header("Content-Type") is null)
        {
            headers.Add(new KeyValuePair<string, string>("Content-Type", "binary/octet-stream"));
        }

        // aws-chunked was the framing of the upload and is no property of the object.
        string encoding = string.Join(',', FieldLines.Members(request.Head.Headers, "Content-Encoding")
            .Where(coding => !coding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase)));
        if (encoding.Length > 0)
        {
            headers.Add(new KeyValuePair<string, string>("Content-Encoding", encoding));
        }

        headers.AddRange(request.Head.Headers.Where(IsMetadata)
            .GroupBy(line => line.Key.ToLowerInvariant(), line => line.Value)
            .Select(group => new KeyValuePair<string, string>(group.Key, string.Join(',', group))));
        if (request.Header("x-amz-storage-class") is { } storageClass && storageClass != "STANDARD")
        {
            headers.Add(new KeyValuePair<string, string>("x-amz-storage-class", storageClass));
        }

        headers.AddRange(payload.Checksums);
        return headers;
    }

    private static bool IsMetadata(KeyValuePair<string, string> line) => line.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase);
}
