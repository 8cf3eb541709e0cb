using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Recognises bodies in aws-chunked framing, signed by the client or not (AWS: "Signature calculations for the Authorization header: transferring payload in multiple chunks").</summary>
internal static class AwsChunked
{
    public static bool IsUsed(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        if (fields.TryGetValue(FieldName.XAmzContentSha256, bytes, out ReadOnlySpan<byte> hash)
            && hash.Length >= "STREAMING-"u8.Length && Ascii.EqualsIgnoreCase(hash[.."STREAMING-"u8.Length], "STREAMING-"u8))
        {
            return true;
        }

        for (int i = fields.IndexOf(FieldName.ContentEncoding); i >= 0; i = fields.NextOf(FieldName.ContentEncoding, i))
        {
            if (HasToken(fields.Lines[i].Value(bytes)))
            {
                return true;
            }
        }

        return fields.Has(FieldName.XAmzDecodedContentLength) || fields.Has(FieldName.XAmzTrailer);
    }

    private static bool HasToken(ReadOnlySpan<byte> value)
    {
        foreach (Range range in value.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(value[range].Trim(" \t"u8), "aws-chunked"u8))
            {
                return true;
            }
        }

        return false;
    }
}
