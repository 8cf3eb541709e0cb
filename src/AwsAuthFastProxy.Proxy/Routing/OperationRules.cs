using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// What strangers may do with our authority: whatever is signed is done in our name, so sub-resources and <c>x-amz-*</c> fields are
/// let through by name (Amazon S3 API reference, actions and their parameters). Without effect on routes that sign nothing.
/// </summary>
internal static class OperationRules
{
    private const int MaxFieldName = 128;

    private static readonly OperationNames s_readQuery = new(
        "response-*", "versionId", "partNumber",
        "list-type", "prefix", "delimiter", "max-keys", "continuation-token", "start-after", "fetch-owner", "encoding-type", "marker",
        "x-id");

    private static readonly OperationNames s_writeQuery = new("uploads", "uploadId", "tagging", "delete", "max-parts", "part-number-marker");

    private static readonly OperationNames s_readFields = new(
        "x-amz-checksum-mode", "x-amz-request-payer", "x-amz-expected-bucket-owner", "x-amz-optional-object-attributes",
        "x-amz-server-side-encryption-customer-*",
        // What CDNs and SDKs add by themselves; S3 does nothing with it.
        "x-amz-cf-id", "x-amz-user-agent");

    private static readonly OperationNames s_writeFields = new(
        "x-amz-meta-*", "x-amz-storage-class", "x-amz-tagging", "x-amz-checksum-*", "x-amz-sdk-checksum-algorithm",
        "x-amz-copy-source", "x-amz-copy-source-*", "x-amz-metadata-directive", "x-amz-tagging-directive",
        "x-amz-server-side-encryption", "x-amz-server-side-encryption-*", "x-amz-mp-object-size");

    /// <summary>The first reason against a request, or null.</summary>
    /// <param name="finder">Finds its routes; knows its head, of which dropped fields do not count.</param>
    /// <param name="route">Its route; signed.</param>
    /// <param name="canonicalQuery">Its query without authentication parameters.</param>
    /// <param name="key">The path that is sent: <c>/</c> and an object key, or <c>/bucket/key</c>.</param>
    /// <param name="keyHasBucket">Whether it is the latter.</param>
    /// <param name="bucket">The bucket.</param>
    public static ProxyError? Check(
        in RouteFinder finder,
        Route route,
        ReadOnlySpan<byte> canonicalQuery,
        ReadOnlySpan<byte> key,
        bool keyHasBucket,
        ReadOnlySpan<byte> bucket)
    {
        if (route.Operations == Operations.All)
        {
            return null;
        }

        bool write = route.Operations == Operations.Write;
        var parameters = new QueryParameters(canonicalQuery);
        bool deletesMany = false;
        bool multipart = false;
        bool tags = false;
        while (parameters.MoveNext())
        {
            ReadOnlySpan<byte> name = parameters.Name;
            deletesMany |= name.SequenceEqual("delete"u8);
            multipart |= name.SequenceEqual("uploads"u8) || name.SequenceEqual("uploadId"u8);
            tags |= name.SequenceEqual("tagging"u8);
            if (!s_readQuery.Contains(name) && !(write && s_writeQuery.Contains(name)))
            {
                return ProxyError.QueryNotAllowed;
            }
        }

        return CheckFields(finder, route, bucket, write) ?? CheckTarget(finder, route, key, keyHasBucket, deletesMany, multipart, tags);
    }

    private static ProxyError? CheckFields(in RouteFinder finder, Route route, ReadOnlySpan<byte> bucket, bool write)
    {
        RequestHead head = finder.Source.Head;
        ReadOnlySpan<byte> bytes = finder.Source.Bytes;
        if (VendorFields.Any(head.Fields, bytes))
        {
            return ProxyError.FieldNotAllowed;
        }

        if (!head.Fields.Has(FieldName.XAmzOther))
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[MaxFieldName];
        foreach (ref readonly FieldLine line in head.Fields.Lines)
        {
            if (line.Known != FieldName.XAmzOther || line.Dropped)
            {
                continue;
            }

            if (line.NameLength > MaxFieldName)
            {
                return ProxyError.FieldNotAllowed;
            }

            Ascii.ToLower(line.Name(bytes), buffer, out int length);
            ReadOnlySpan<byte> name = buffer[..length];
            if (!s_readFields.Contains(name) && !(write && s_writeFields.Contains(name)))
            {
                return ProxyError.FieldNotAllowed;
            }

            if (name.SequenceEqual("x-amz-copy-source"u8) && !CopySource.IsAllowed(finder, route, bucket, line.Value(bytes)))
            {
                return ProxyError.CopySourceNotAllowed;
            }
        }

        return null;
    }

    /// <summary>Buckets are not made, deleted or changed, and not listed as such: an object's key is there, or a listing is asked for.</summary>
    private static ProxyError? CheckTarget(
        in RouteFinder finder, Route route, ReadOnlySpan<byte> key, bool keyHasBucket, bool deletesMany, bool multipart, bool tags)
    {
        RequestMethod method = finder.Source.Head.Method;
        ReadOnlySpan<byte> rest = key[1..];
        bool hasBucket = true;
        if (keyHasBucket)
        {
            int slash = rest.IndexOf((byte)'/');
            hasBucket = slash != 0 && rest.Length > 0;
            rest = slash < 0 ? default : rest[(slash + 1)..];
        }

        bool hasKey = hasBucket && rest.Length > 0;
        bool write = route.Operations == Operations.Write;
        if ((tags && !hasKey) || (deletesMany && (method != RequestMethod.Post || hasKey || !route.HasReach || finder.IsCarved(route))))
        {
            // Tags of a bucket are the bucket's. Deleting many is asked of the bucket itself: below a prefix there are servers that would
            // do it all the same, to keys outside of the prefix; where the path is made by a regex, steps or a target the client did not ask
            // for all of the bucket, and where other routes take some of it their rules would not be asked.
            return ProxyError.BucketOperationNotAllowed;
        }

        bool allowed = method switch
        {
            RequestMethod.Get or RequestMethod.Head => hasBucket,
            RequestMethod.Options => true,
            RequestMethod.Put or RequestMethod.Delete => write && hasKey,
            // Deleting by POST is deleting: only where the route takes DELETE too.
            RequestMethod.Post => write && ((hasKey && multipart) || (hasBucket && deletesMany && (route.Methods & MethodSet.Delete) != 0)),
            _ => false,
        };
        return allowed ? null : ProxyError.BucketOperationNotAllowed;
    }
}
