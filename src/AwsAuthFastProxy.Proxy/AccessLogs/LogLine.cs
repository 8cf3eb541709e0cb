using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>Bytes of a line in the making. Grows, up to a limit beyond which the line is given up; reused.</summary>
internal sealed class LogLine
{
    private const int FirstSize = 1024;
    private const int MaxSize = 128 * 1024;
    private const int KeptSize = 8 * 1024;
    private const int MaxOddText = 1024;

    // Octets that stand for themselves between the quotes of both escapes: printable ASCII without quote and backslash.
    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private byte[] _bytes = new byte[FirstSize];

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Whether it became too long. What was written is then no line.</summary>
    public bool Overflowed { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        if (_bytes.Length > KeptSize)
        {
            _bytes = new byte[FirstSize];
        }

        Length = 0;
        Overflowed = false;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (Reserve(bytes.Length))
        {
            bytes.CopyTo(_bytes.AsSpan(Length));
            Length += bytes.Length;
        }
    }

    public void Write(long number)
    {
        if (Reserve(20) && number.TryFormat(_bytes.AsSpan(Length), out int written, default, CultureInfo.InvariantCulture))
        {
            Length += written;
        }
    }

    /// <summary>Writes anything that formats itself as UTF-8, in up to 64 bytes.</summary>
    public void Write<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        if (Reserve(64) && value.TryFormat(_bytes.AsSpan(Length), out int written, format, CultureInfo.InvariantCulture))
        {
            Length += written;
        }
    }

    /// <summary>Writes seconds, not negative, with three digits behind the point.</summary>
    public void WriteMilliseconds(double seconds)
    {
        ulong scaled = (ulong)((seconds * 1_000) + 0.5);
        WriteFixed((long)(scaled / 1_000), (uint)(scaled % 1_000), 3);
    }

    /// <summary>Writes seconds, not negative, with six digits behind the point.</summary>
    public void WriteMicroseconds(double seconds)
    {
        ulong scaled = (ulong)((seconds * 1_000_000) + 0.5);
        WriteFixed((long)(scaled / 1_000_000), (uint)(scaled % 1_000_000), 6);
    }

    /// <summary>Writes a number whose fraction has so many digits.</summary>
    public void WriteFixed(long whole, uint fraction, int digits)
    {
        Write(whole);
        if (Reserve(digits + 1))
        {
            Span<byte> room = _bytes.AsSpan(Length, digits + 1);
            room[0] = (byte)'.';
            for (int i = room.Length - 1; i > 0; i--)
            {
                uint rest = fraction / 10;
                room[i] = (byte)('0' + fraction - (rest * 10));
                fraction = rest;
            }

            Length += room.Length;
        }
    }

    /// <summary>Writes a text of ours.</summary>
    public void WriteText(string text, LogEscape escape)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (!Reserve(most))
        {
            return;
        }

        // Mostly it is in place then.
        Span<byte> bytes = _bytes.AsSpan(Length, Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length)));
        if (bytes.ContainsAnyExcept(s_plain))
        {
            WriteOddText(bytes, escape);
        }
        else
        {
            Length += bytes.Length;
        }
    }

    /// <summary>Writes a value that somebody else sent.</summary>
    public void WriteValue(ReadOnlySpan<byte> value, LogEscape escape)
    {
        while (!value.IsEmpty)
        {
            int plain = value.IndexOfAnyExcept(s_plain);
            Write(plain < 0 ? value : value[..plain]);
            if (plain < 0)
            {
                return;
            }

            value = value[plain..];
            int odd = value.IndexOfAny(s_plain);
            odd = odd < 0 ? value.Length : odd;
            WriteOdd(value[..odd], escape);
            value = value[odd..];
        }
    }

    // What is written may overtake what is read: from a copy.
    private void WriteOddText(ReadOnlySpan<byte> bytes, LogEscape escape)
    {
        Span<byte> copy = stackalloc byte[MaxOddText];
        WriteValue(bytes.TryCopyTo(copy) ? copy[..bytes.Length] : "?"u8, escape);
    }

    private void WriteOdd(ReadOnlySpan<byte> odd, LogEscape escape)
    {
        bool isText = escape == LogEscape.Json && Utf8.IsValid(odd);
        foreach (byte octet in odd)
        {
            switch (escape)
            {
                case LogEscape.Default:
                    Write("\\x"u8);
                    WriteHex(octet);
                    break;
                case LogEscape.Json when octet is (byte)'"' or (byte)'\\':
                    Write([(byte)'\\', octet]);
                    break;
                case LogEscape.Json when octet < ' ' || octet == 0x7f || !isText:
                    Write("\\u00"u8);
                    WriteHex(octet);
                    break;
                case LogEscape.None when octet is (byte)'\r' or (byte)'\n':
                    Write(" "u8);
                    break;
                default:
                    Write([octet]);
                    break;
            }
        }
    }

    private void WriteHex(byte octet) => Write([Digit(octet >> 4), Digit(octet & 15)]);

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private bool Reserve(int count)
    {
        int needed = Length + count;
        if (needed <= _bytes.Length)
        {
            return !Overflowed;
        }

        if (needed > MaxSize)
        {
            Overflowed = true;
            return false;
        }

        Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        return !Overflowed;
    }
}
