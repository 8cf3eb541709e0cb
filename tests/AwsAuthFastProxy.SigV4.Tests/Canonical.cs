using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>The canonical forms as tests use them: into guarded memory, from and to strings whose characters are bytes.</summary>
internal static class Canonical
{
    private const byte Guard = 0xAA;

    internal delegate CanonicalStatus Writer(ReadOnlySpan<byte> raw, Span<byte> destination, out int written);

    internal static byte[] Path(string raw) => Expect(CanonicalPath.WriteS3, Encoding.Latin1.GetBytes(raw));

    internal static byte[] Query(string raw) => Expect(CanonicalQuery.Write, Encoding.Latin1.GetBytes(raw));

    /// <summary>Writes and checks what holds for every input: nothing beyond <c>written</c>, nothing where it failed.</summary>
    internal static CanonicalStatus Write(Writer writer, byte[] raw, out byte[] result)
    {
        var destination = new byte[CanonicalPath.MaxLength(raw.Length) + 8];
        Array.Fill(destination, Guard);
        var status = writer(raw, destination.AsSpan(0, destination.Length - 8), out var written);
        Assert.True(status == CanonicalStatus.Ok || written == 0);
        Assert.NotEqual(CanonicalStatus.DestinationTooSmall, status);
        var untouched = status == CanonicalStatus.Ok ? destination.AsSpan(written) : destination.AsSpan(destination.Length - 8);
        Assert.False(untouched.ContainsAnyExcept(Guard));
        result = destination[..written];
        return status;
    }

    /// <summary>Every destination shorter than the result is refused and not overrun.</summary>
    internal static void AssertShortDestinationsRefused(Writer writer, byte[] raw, int length)
    {
        for (var room = 0; room < length; room++)
        {
            var destination = new byte[length + 8];
            Array.Fill(destination, Guard);
            Assert.Equal(CanonicalStatus.DestinationTooSmall, writer(raw, destination.AsSpan(0, room), out var written));
            Assert.Equal(0, written);
            Assert.False(destination.AsSpan(room).ContainsAnyExcept(Guard));
        }

        Assert.Equal(CanonicalStatus.Ok, writer(raw, new byte[length], out var all));
        Assert.Equal(length, all);
    }

    private static byte[] Expect(Writer writer, byte[] raw)
    {
        Assert.Equal(CanonicalStatus.Ok, Write(writer, raw, out var result));
        return result;
    }
}
