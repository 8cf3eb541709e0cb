using System.Text;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Query parameters that authenticate a request (AWS: "Authenticating requests: using query parameters", its version 2, SigV4A, sessions of
/// directory buckets; Google Cloud Storage: "Signed URLs"). A signed upstream never sees the client's: two forms of authentication at once are an error, and ours is the one that counts.
/// </summary>
internal static class AuthenticationParameters
{
    /// <summary>Takes them out of a canonical query, in place. Returns the new length.</summary>
    public static int Remove(Span<byte> canonicalQuery)
    {
        int length = 0;
        var parameters = new QueryParameters(canonicalQuery);
        while (parameters.MoveNext())
        {
            if (Is(parameters.Name))
            {
                continue;
            }

            if (length > 0)
            {
                canonicalQuery[length++] = (byte)'&';
            }

            parameters.Pair.CopyTo(canonicalQuery[length..]);
            length += parameters.Pair.Length;
        }

        return length;
    }

    private static bool Is(ReadOnlySpan<byte> name) => name.Length switch
    {
        7 => Same(name, "Expires"u8),
        9 => Same(name, "Signature"u8),
        10 => Same(name, "X-Amz-Date"u8),
        13 => Same(name, "X-Amz-Expires"u8),
        11 => Same(name, "X-Goog-Date"u8),
        14 => Same(name, "AWSAccessKeyId"u8) || Same(name, "GoogleAccessId"u8) || Same(name, "X-Goog-Expires"u8),
        15 => Same(name, "X-Amz-Algorithm"u8) || Same(name, "X-Amz-Signature"u8),
        16 => Same(name, "X-Amz-Credential"u8) || Same(name, "X-Amz-Region-Set"u8) || Same(name, "X-Goog-Algorithm"u8) || Same(name, "X-Goog-Signature"u8),
        17 => Same(name, "X-Goog-Credential"u8),
        19 => Same(name, "X-Amz-SignedHeaders"u8),
        20 => Same(name, "X-Amz-Security-Token"u8) || Same(name, "X-Amz-Content-SHA256"u8) || Same(name, "X-Goog-SignedHeaders"u8),
        21 => Same(name, "X-Amz-S3session-Token"u8),
        _ => false,
    };

    private static bool Same(ReadOnlySpan<byte> name, ReadOnlySpan<byte> other) => Ascii.EqualsIgnoreCase(name, other);
}
