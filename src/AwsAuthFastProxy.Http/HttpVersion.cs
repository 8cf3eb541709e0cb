namespace AwsAuthFastProxy.Http;

/// <summary>HTTP-version = "HTTP/" DIGIT "." DIGIT, case-sensitive (RFC 9112 §2.3).</summary>
internal static class HttpVersion
{
    /// <summary>Length of every HTTP-version in bytes.</summary>
    public const int Length = 8;

    /// <summary>Reads a version; a minor above 1 counts as 1, the highest spoken here (RFC 9110 §2.5).</summary>
    public static RejectReason Parse(ReadOnlySpan<byte> version, out int minorVersion)
    {
        if (version.SequenceEqual("HTTP/1.1"u8))
        {
            minorVersion = 1;
            return RejectReason.None;
        }

        minorVersion = 0;
        if (version.Length != Length
            || !version.StartsWith("HTTP/"u8)
            || !char.IsAsciiDigit((char)version[5])
            || version[6] != '.'
            || !char.IsAsciiDigit((char)version[7]))
        {
            return RejectReason.BadVersion;
        }

        minorVersion = version[7] == '0' ? 0 : 1;
        return version[5] == '1' ? RejectReason.None : RejectReason.UnsupportedVersion;
    }
}
