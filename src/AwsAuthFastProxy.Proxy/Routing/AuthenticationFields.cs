using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>
/// Fields that authenticate a request in forms of AWS's that the parser has no name of its own for: sessions of directory buckets
/// (AWS: "Authorizing Zonal endpoint API operations with CreateSession") and regions of SigV4A. A signed upstream never sees the client's.
/// </summary>
internal static class AuthenticationFields
{
    /// <summary>Marks them as dropped.</summary>
    public static void Drop(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        for (int i = fields.IndexOf(FieldName.XAmzOther); i >= 0; i = fields.NextOf(FieldName.XAmzOther, i))
        {
            ReadOnlySpan<byte> name = fields.Lines[i].Name(bytes);
            if (Ascii.EqualsIgnoreCase(name, "x-amz-s3session-token"u8) || Ascii.EqualsIgnoreCase(name, "x-amz-region-set"u8))
            {
                fields.Drop(i);
            }
        }
    }
}
