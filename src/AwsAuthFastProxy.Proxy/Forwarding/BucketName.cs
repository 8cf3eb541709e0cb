using System.Buffers;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>Amazon S3 user guide, "Bucket naming rules", as far as they keep a name from being anything but one label or more of a host.</summary>
internal static class BucketName
{
    private static readonly SearchValues<byte> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-."u8);

    private static readonly SearchValues<byte> s_allowedInHost =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."u8);

    /// <param name="name">The name.</param>
    /// <param name="ignoreCase">It comes from Host, where case means nothing.</param>
    public static bool IsValid(ReadOnlySpan<byte> name, bool ignoreCase) =>
        name.Length is >= 3 and <= 63
        && !name.ContainsAnyExcept(ignoreCase ? s_allowedInHost : s_allowed)
        && name[0] is not ((byte)'-' or (byte)'.')
        && name[^1] is not ((byte)'-' or (byte)'.')
        && name.IndexOf(".."u8) < 0;
}
