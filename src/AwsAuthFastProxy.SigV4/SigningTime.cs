using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// The moment of a signature, as text: the 16 bytes yyyyMMddTHHmmssZ of x-amz-date. Made once a second by whoever
/// holds the clock; a value without allocation.
/// </summary>
public readonly struct SigningTime
{
    /// <summary>The length of <see cref="Text"/> in bytes.</summary>
    public const int TextLength = 16;

    /// <summary>The length of <see cref="Day"/> in bytes.</summary>
    public const int DayLength = 8;

    private const long SecondsPerDay = 86_400;
    private const long LastSecond = 253_402_300_799; // 9999-12-31T23:59:59Z

    private readonly TextBytes _text;

    private SigningTime(TextBytes text)
    {
        _text = text;
    }

    /// <summary>The time as x-amz-date has it: yyyyMMddTHHmmssZ, UTC. Zero bytes in a default value.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Text => _text;

    /// <summary>The UTC day, yyyyMMdd, as the scope has it.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Day => ((ReadOnlySpan<byte>)_text)[..DayLength];

    /// <summary>The text of a time in seconds since 1970-01-01T00:00:00Z, without leap seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Before 1970 or after the year 9999.</exception>
    public static SigningTime FromUnixSeconds(long seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, LastSecond);

        var (days, second) = Math.DivRem(seconds, SecondsPerDay);
        var date = DateOnly.FromDayNumber((int)days + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
        var (hour, rest) = Math.DivRem((int)second, 3600);

        TextBytes bytes = default;
        Span<byte> text = bytes;
        Digits(date.Year / 100, text);
        Digits(date.Year % 100, text[2..]);
        Digits(date.Month, text[4..]);
        Digits(date.Day, text[6..]);
        text[8] = (byte)'T';
        Digits(hour, text[9..]);
        Digits(rest / 60, text[11..]);
        Digits(rest % 60, text[13..]);
        text[15] = (byte)'Z';
        return new SigningTime(bytes);
    }

    /// <summary>The text yyyyMMddTHHmmssZ.</summary>
    public override string ToString() => System.Text.Encoding.ASCII.GetString(Text);

    private static void Digits(int value, Span<byte> text)
    {
        text[1] = (byte)('0' + (value % 10));
        text[0] = (byte)('0' + (value / 10));
    }

    [InlineArray(TextLength)]
    private struct TextBytes
    {
        private byte _first;
    }
}
