namespace AwsAuthFastProxy.Origin;

/// <summary>Chooses the operation for a verified request.</summary>
internal sealed class S3Operations(ObjectStore store, OriginOptions options)
{
    private static readonly string[] s_subresources =
    [
        "accelerate", "acl", "analytics", "attributes", "cors", "delete", "encryption", "intelligent-tiering", "inventory",
        "legal-hold", "lifecycle", "logging", "metrics", "notification", "object-lock", "ownershipControls", "partNumber", "policy",
        "policyStatus", "publicAccessBlock", "renameObject", "replication", "requestPayment", "restore", "retention", "select",
        "session", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
    ];

    private readonly BucketOperations _buckets = new(store, options);
    private readonly Listing _listing = new(store);
    private readonly ObjectReads _reads = new(store);
    private readonly ObjectWrites _writes = new(store, options);

    /// <summary>Refuses what can be refused by the head alone, before a client is told to send its content.</summary>
    /// <exception cref="S3ErrorException">The request is refused.</exception>
    public void CheckHead(S3Request request)
    {
        if (!request.HasTextPath)
        {
            throw new S3ErrorException(S3Errors.InvalidUri());
        }

        if (request.Header("Expect") is { } expect && request.Head.MinorVersion > 0
            && !expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            throw new S3ErrorException(OperationErrors.ExpectationFailed());
        }

        bool createsBucket = request is { Head.Method: "PUT", Key: "" };
        if (request.Bucket.Length > 0 && !createsBucket && !store.HasBucket(request.Bucket))
        {
            throw new S3ErrorException(OperationErrors.NoSuchBucket(request.Bucket));
        }

        if (request.Key.Length > 0 && request.Head.Method == "PUT")
        {
            _writes.CheckHead(request);
        }
    }

    /// <exception cref="S3ErrorException">The operation fails or is none.</exception>
    public Response Answer(S3Request request, VerifiedPayload payload)
    {
        if (request.Bucket.Length == 0)
        {
            return request.Head.Method == "GET" ? _buckets.ListBuckets() : throw NotAllowed(request, "SERVICE", "GET");
        }

        string? subresource = request.QueryParameters.Select(parameter => parameter.Name).FirstOrDefault(s_subresources.Contains);
        if (subresource is not null)
        {
            throw new S3ErrorException(request is { Head.Method: "GET", Key: "" } && subresource == "lifecycle"
                ? new S3Error(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", S3Errors.Detail("BucketName", request.Bucket))
                : OperationErrors.NotImplementedQuery(subresource));
        }

        return request.Key.Length == 0 ? AnswerBucket(request) : AnswerObject(request, payload);
    }

    private Response AnswerBucket(S3Request request) => request.Head.Method switch
    {
        "GET" => request.Query("location") is null ? _listing.Answer(request) : _buckets.Location(),
        "HEAD" => _buckets.Head(),
        "PUT" => _buckets.Create(request),
        "DELETE" => _buckets.Delete(request),
        _ => throw NotAllowed(request, "BUCKET", "GET, HEAD, PUT, DELETE"),
    };

    private Response AnswerObject(S3Request request, VerifiedPayload payload) => request.Head.Method switch
    {
        "GET" or "HEAD" => _reads.Answer(request),
        "PUT" => _writes.Put(request, payload),
        "DELETE" => _writes.Delete(request),
        _ => throw NotAllowed(request, "OBJECT", "GET, HEAD, PUT, DELETE"),
    };

    private static S3ErrorException NotAllowed(S3Request request, string resource, string allow) =>
        new(OperationErrors.MethodNotAllowed(request.Head.Method, resource, allow));
}
