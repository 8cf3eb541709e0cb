namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>What never stands in a log: what clients prove their identity with, and what stands in presigned URLs.</summary>
internal static class LogSecrets
{
    private const int MaxNameLength = 64;

    /// <summary>Whether the value of a field is a secret. The name is lower case, with dashes or underscores.</summary>
    public static bool IsField(ReadOnlySpan<byte> name) =>
        Is(name, "authorization"u8) || Is(name, "proxy-authorization"u8) || Is(name, "x-amz-security-token"u8) || Is(name, "x-auth-token"u8)
        || Is(name, "x-amz-server-side-encryption-customer-key"u8) || Is(name, "x-amz-copy-source-server-side-encryption-customer-key"u8);

    /// <summary>Writes a target, a query or a URL; values of secret parameters become <c>***</c>.</summary>
    public static void Write(LogLine line, ReadOnlySpan<byte> text, bool isQuery, LogEscape escape)
    {
        int query = isQuery ? 0 : text.IndexOf((byte)'?') + 1;
        if (query == 0 && !isQuery)
        {
            line.WriteValue(text, escape);
            return;
        }

        line.WriteValue(text[..query], escape);
        for (text = text[query..]; !text.IsEmpty;)
        {
            // A request line or a field may go on behind the query.
            int end = text.IndexOfAny("&; #"u8);
            ReadOnlySpan<byte> parameter = end < 0 ? text : text[..end];
            int equals = parameter.IndexOf((byte)'=');
            if (equals >= 0 && IsParameter(parameter[..equals]))
            {
                line.WriteValue(parameter[..(equals + 1)], escape);
                line.Write("***"u8);
            }
            else
            {
                line.WriteValue(parameter, escape);
            }

            if (end < 0)
            {
                return;
            }

            line.WriteValue(text.Slice(end, 1), escape);
            text = text[(end + 1)..];
        }
    }

    /// <summary>Whether the value of a query parameter is a secret. The name may be percent-encoded, in any case.</summary>
    public static bool IsParameter(ReadOnlySpan<byte> name)
    {
        Span<byte> decoded = stackalloc byte[MaxNameLength];
        int length = 0;
        for (int i = 0; i < name.Length; i++)
        {
            if (length == MaxNameLength)
            {
                return false;
            }

            bool encoded = name[i] == '%' && i + 2 < name.Length && Hex(name[i + 1]) >= 0 && Hex(name[i + 2]) >= 0;
            decoded[length++] = encoded ? (byte)((Hex(name[i + 1]) << 4) | Hex(name[i + 2])) : name[i];
            i += encoded ? 2 : 0;
        }

        ReadOnlySpan<byte> plain = decoded[..length];
        return Is(plain, "x-amz-signature"u8) || Is(plain, "x-amz-credential"u8) || Is(plain, "x-amz-security-token"u8)
            || Is(plain, "signature"u8) || Is(plain, "awsaccesskeyid"u8);
    }

    /// <summary>Whether a field's name is that of a variable: case means nothing, and its dashes are underscores there.</summary>
    public static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> variable)
    {
        if (name.Length != variable.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (Fold(name[i]) != Fold(variable[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Fold(byte letter) => letter == '_' ? '-' : letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter;

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
