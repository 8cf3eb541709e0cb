using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Routing;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>Tells PutObject and UploadPart from every other request with a body (Amazon S3 API reference, actions).</summary>
internal static class ObjectWrites
{
    /// <param name="method">The request's method.</param>
    /// <param name="query">Its canonical query.</param>
    /// <param name="path">The path that is sent: <c>/</c> and a key, or <c>/bucket/key</c>.</param>
    /// <param name="pathHasBucket">Whether it is the latter.</param>
    public static ObjectWrite Of(RequestMethod method, ReadOnlySpan<byte> query, ReadOnlySpan<byte> path, bool pathHasBucket)
    {
        ReadOnlySpan<byte> key = path[1..];
        if (pathHasBucket)
        {
            int slash = key.IndexOf((byte)'/');
            key = slash < 0 ? default : key[(slash + 1)..];
        }

        if (method != RequestMethod.Put || key.IsEmpty)
        {
            return ObjectWrite.None;
        }

        var write = ObjectWrite.Object;
        var parameters = new QueryParameters(query);
        while (parameters.MoveNext())
        {
            if (parameters.Name.SequenceEqual("uploadId"u8) || parameters.Name.SequenceEqual("partNumber"u8))
            {
                write = ObjectWrite.Part;
            }
            else if (!parameters.Name.SequenceEqual("x-id"u8))
            {
                // A sub-resource: ?acl, ?tagging, ?retention.
                return ObjectWrite.None;
            }
        }

        return write;
    }
}
