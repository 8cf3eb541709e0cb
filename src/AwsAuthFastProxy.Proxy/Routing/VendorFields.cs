using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Fields by which servers that speak S3 take orders of their own (MinIO's <c>x-minio-force-delete</c> deletes a whole prefix), and fields
/// that name another method than the one that was checked. They need <c>"operations": "all"</c>.
/// </summary>
internal static class VendorFields
{
    private const int LongestPrefix = 17;

    private static readonly OperationNames s_names = new(
        "x-minio-*", "x-goog-*", "x-rgw-*", "x-oss-*", "x-obs-*", "x-cos-*", "x-bz-*", "x-emc-*", "x-ibm-*", "x-ms-*",
        "x-http-method*", "x-method-override*");

    public static bool Any(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        Span<byte> buffer = stackalloc byte[LongestPrefix];
        for (int i = fields.IndexOf(FieldName.Other); i >= 0; i = fields.NextOf(FieldName.Other, i))
        {
            FieldLine line = fields.Lines[i];
            ReadOnlySpan<byte> name = line.Name(bytes);
            if (line.Dropped || (name[0] | 0x20) != 'x')
            {
                continue;
            }

            Ascii.ToLower(name[..Math.Min(name.Length, LongestPrefix)], buffer, out int length);
            if (s_names.Contains(buffer[..length]))
            {
                return true;
            }
        }

        return false;
    }
}
