namespace AwsAuthFastProxy.Origin;

/// <summary>One object; never changed once stored.</summary>
public sealed class StoredObject
{
    internal StoredObject(
        string key, ReadOnlyMemory<byte> content, string etag, DateTimeOffset lastModified, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Key = key;
        Content = content;
        ETag = etag;
        LastModified = lastModified;
        Headers = headers;
    }

    /// <summary>The key, unencoded.</summary>
    public string Key { get; }

    /// <summary>The object's octets.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The MD5 of the content in quotes.</summary>
    public string ETag { get; }

    /// <summary>When it was stored, in whole seconds: HTTP dates have no more.</summary>
    public DateTimeOffset LastModified { get; }

    /// <summary>The headers that a GET gives back: Content-Type and its kin, <c>x-amz-meta-*</c>, checksums, storage class.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }
}
