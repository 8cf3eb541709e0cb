namespace AwsAuthFastProxy.Http;

/// <summary>
/// IMF-fixdate, the one date format that is sent (RFC 9110 §5.6.7): <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.
/// </summary>
public static class HttpDate
{
    /// <summary>Length of every IMF-fixdate in bytes.</summary>
    public const int Length = 29;

    /// <summary>Writes the date of <paramref name="unixSeconds"/> into the first 29 bytes of <paramref name="destination"/>.</summary>
    /// <param name="unixSeconds">Seconds since 1970-01-01T00:00:00Z; the year must lie between 1 and 9999.</param>
    /// <param name="destination">At least 29 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside those years.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Write(long unixSeconds, Span<byte> destination) =>
        Write(DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime, destination);

    /// <summary>Writes the date of <paramref name="utc"/>, taken as UTC, into the first 29 bytes of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static void Write(DateTime utc, Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException("An HTTP date takes 29 bytes.", nameof(destination));
        }

        utc.Deconstruct(out DateOnly date, out TimeOnly time);
        "SunMonTueWedThuFriSat"u8.Slice((int)date.DayOfWeek * 3, 3).CopyTo(destination);
        ", "u8.CopyTo(destination[3..]);
        WriteTwoDigits(date.Day, destination[5..]);
        destination[7] = (byte)' ';
        "JanFebMarAprMayJunJulAugSepOctNovDec"u8.Slice((date.Month - 1) * 3, 3).CopyTo(destination[8..]);
        destination[11] = (byte)' ';
        WriteTwoDigits(date.Year / 100, destination[12..]);
        WriteTwoDigits(date.Year % 100, destination[14..]);
        destination[16] = (byte)' ';
        WriteTwoDigits(time.Hour, destination[17..]);
        destination[19] = (byte)':';
        WriteTwoDigits(time.Minute, destination[20..]);
        destination[22] = (byte)':';
        WriteTwoDigits(time.Second, destination[23..]);
        " GMT"u8.CopyTo(destination[25..]);
    }

    private static void WriteTwoDigits(int value, Span<byte> destination)
    {
        destination[0] = (byte)('0' + (value / 10));
        destination[1] = (byte)('0' + (value % 10));
    }
}
