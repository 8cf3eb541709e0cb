using System.Security.Cryptography;

namespace AwsAuthFastProxy.Origin;

/// <summary>Buckets and objects in memory. Safe for use from any thread.</summary>
public sealed class ObjectStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedDictionary<string, StoredObject>> _buckets = new(Utf8Order.Instance);
    private readonly Dictionary<string, DateTimeOffset> _created = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;

    /// <summary>An empty store.</summary>
    /// <param name="clock">The clock for modification times; null for the system's.</param>
    public ObjectStore(TimeProvider? clock = null) => _clock = clock ?? TimeProvider.System;

    /// <summary>Makes a bucket; false when it is there already.</summary>
    public bool CreateBucket(string bucket)
    {
        lock (_lock)
        {
            return _buckets.TryAdd(bucket, new SortedDictionary<string, StoredObject>(Utf8Order.Instance))
                && _created.TryAdd(bucket, Now());
        }
    }

    /// <summary>Takes a bucket away; false when there is none or it is not empty.</summary>
    public bool DeleteBucket(string bucket)
    {
        lock (_lock)
        {
            return _buckets.TryGetValue(bucket, out var objects) && objects.Count == 0 && _buckets.Remove(bucket) && _created.Remove(bucket);
        }
    }

    /// <summary>Whether the bucket is there.</summary>
    public bool HasBucket(string bucket)
    {
        lock (_lock)
        {
            return _buckets.ContainsKey(bucket);
        }
    }

    /// <summary>The buckets by name, each with its time of creation.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> Buckets()
    {
        lock (_lock)
        {
            return _buckets.Keys.Select(name => new KeyValuePair<string, DateTimeOffset>(name, _created[name])).ToList();
        }
    }

    /// <summary>Stores an object in a bucket, which is made when it is missing, in the place of any of the same key.</summary>
    public StoredObject Put(string bucket, string key, ReadOnlyMemory<byte> content, string contentType = "binary/octet-stream")
    {
        CreateBucket(bucket);
        return TryPut(bucket, key, content, [new("Content-Type", contentType)], _ => true)!;
    }

    /// <summary>The object, or null when the bucket or the key is missing.</summary>
    public StoredObject? Get(string bucket, string key)
    {
        lock (_lock)
        {
            return _buckets.TryGetValue(bucket, out var objects) ? objects.GetValueOrDefault(key) : null;
        }
    }

    /// <summary>Takes an object away; false when it was not there.</summary>
    public bool Delete(string bucket, string key)
    {
        lock (_lock)
        {
            return _buckets.TryGetValue(bucket, out var objects) && objects.Remove(key);
        }
    }

    /// <summary>The objects whose key begins with the prefix, in the order of their keys' UTF-8 octets; none when the bucket is missing.</summary>
    public IReadOnlyList<StoredObject> List(string bucket, string prefix = "")
    {
        lock (_lock)
        {
            return _buckets.TryGetValue(bucket, out var objects)
                ? objects.Values.Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList()
                : [];
        }
    }

    /// <summary>Stores an object when the condition holds for the one it replaces; null when the bucket is missing or it does not hold.</summary>
    internal StoredObject? TryPut(
        string bucket, string key, ReadOnlyMemory<byte> content, IReadOnlyList<KeyValuePair<string, string>> headers, Func<StoredObject?, bool> condition)
    {
        // A copy: what a caller does with its array later must not change an object.
        byte[] octets = content.ToArray();
#pragma warning disable CA5351 // S3's ETag of an object is its MD5.
        string etag = $"\"{Convert.ToHexStringLower(MD5.HashData(octets))}\"";
#pragma warning restore CA5351
        lock (_lock)
        {
            if (!_buckets.TryGetValue(bucket, out var objects) || !condition(objects.GetValueOrDefault(key)))
            {
                return null;
            }

            var stored = new StoredObject(key, octets, etag, Now(), headers);
            objects[key] = stored;
            return stored;
        }
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
}
