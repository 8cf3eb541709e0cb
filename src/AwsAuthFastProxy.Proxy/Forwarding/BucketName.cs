using System.Buffers;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Amazon S3 user guide, "Bucket naming rules", as far as they keep a name from being anything but one label or more of a host.</summary>
internal static class BucketName
{
    private static readonly SearchValues<byte> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-."u8);

    public static bool IsValid(ReadOnlySpan<byte> name) =>
        name.Length is >= 3 and <= 63
        && !name.ContainsAnyExcept(s_allowed)
        && name[0] is not ((byte)'-' or (byte)'.')
        && name[^1] is not ((byte)'-' or (byte)'.')
        && name.IndexOf(".."u8) < 0;
}
