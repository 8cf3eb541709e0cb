using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>The canonical forms as strings, for tests whose input is well formed.</summary>
internal static class Canonical
{
    private delegate CanonicalStatus Writer(ReadOnlySpan<byte> raw, Span<byte> destination, out int written);

    internal static byte[] Path(string raw) =>
        Write(CanonicalPath.WriteS3, Encoding.Latin1.GetBytes(raw), CanonicalPath.MaxLength(raw.Length));

    internal static byte[] Query(string raw) =>
        Write(CanonicalQuery.Write, Encoding.Latin1.GetBytes(raw), CanonicalQuery.MaxLength(raw.Length));

    private static byte[] Write(Writer writer, byte[] raw, int maxLength)
    {
        var destination = new byte[maxLength];
        var status = writer(raw, destination, out var written);
        Assert.Equal(CanonicalStatus.Ok, status);
        return destination[..written];
    }
}
