namespace AwsAuthFastProxy.SigV4;

/// <summary>Lower-case hexadecimal, as hashes and signatures are written.</summary>
internal static class Hex
{
    /// <summary>Writes two digits for each byte of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    internal static void Write(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        if (!Convert.TryToHexStringLower(bytes, destination, out _))
        {
            throw new ArgumentException("The destination is too short for the hexadecimal digits.", nameof(destination));
        }
    }
}
