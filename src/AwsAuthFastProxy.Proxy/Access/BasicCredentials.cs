using System.Buffers;
using System.Buffers.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>Takes user and password out of Authorization (RFC 7617 §2): exactly one line, the scheme, one space or more, base64 of <c>user:password</c>.</summary>
internal static class BasicCredentials
{
    /// <summary>Longest base64 text that is looked at.</summary>
    public const int MostBytes = 1024;

    private static ReadOnlySpan<byte> Scheme => "Basic "u8;

    /// <summary>Decodes the credentials into <paramref name="room"/>; false when there are none that could be right.</summary>
    public static bool TryRead(FieldTable fields, ReadOnlySpan<byte> bytes, Span<byte> room, out int length)
    {
        length = 0;
        if (fields.CountOf(FieldName.Authorization) != 1 || !fields.TryGetValue(FieldName.Authorization, bytes, out ReadOnlySpan<byte> value)
            || value.Length <= Scheme.Length || value.Length > MostBytes
            || !System.Text.Ascii.EqualsIgnoreCase(value[..Scheme.Length], Scheme))
        {
            return false;
        }

        ReadOnlySpan<byte> text = value[Scheme.Length..].TrimStart((byte)' ');
        return Base64.DecodeFromUtf8(text, room, out int read, out length) == OperationStatus.Done
            && read == text.Length
            && room[..length].Contains((byte)':')
            && !room[..length].Contains((byte)0);
    }
}
