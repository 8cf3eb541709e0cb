using System.Globalization;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>Sizes as configurations write them: bytes, or a whole number of KiB, MiB, GiB or TiB.</summary>
internal static class ByteSize
{
    /// <summary>What to write, for messages.</summary>
    public const string Expected = "write bytes, or a whole number with KiB, MiB, GiB or TiB: 16384 or \"16KiB\"";

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var shift = digits < 0 ? 0 : text[digits..] switch
        {
            "KiB" => 10,
            "MiB" => 20,
            "GiB" => 30,
            "TiB" => 40,
            _ => -1,
        };
        if (shift < 0
            || !long.TryParse(text.AsSpan(0, digits < 0 ? text.Length : digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }
}
