using System.Globalization;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>Durations as configurations write them: a whole number with ms, s, m or h.</summary>
internal static class Duration
{
    /// <summary>What to write, for messages.</summary>
    public const string Expected = "write a whole number with a unit: \"500ms\", \"10s\", \"1m\" or \"1h\"";

    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var unit = text[digits..] switch
        {
            "ms" => 1L,
            "s" => 1000L,
            "m" => 60_000L,
            "h" => 3_600_000L,
            _ => 0L,
        };
        if (unit == 0 || number > MaxMilliseconds / unit)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(number * unit);
        return true;
    }
}
