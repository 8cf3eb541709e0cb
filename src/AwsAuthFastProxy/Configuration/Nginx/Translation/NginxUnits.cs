using System.Globalization;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Times and sizes as nginx writes them (nginx: "Configuration file measurement units").</summary>
internal static class NginxUnits
{
    // In the order in which they may follow each other.
    private static readonly (string Unit, long Milliseconds)[] s_units =
    [
        ("y", 365L * 24 * 3600 * 1000),
        ("M", 30L * 24 * 3600 * 1000),
        ("w", 7L * 24 * 3600 * 1000),
        ("d", 24L * 3600 * 1000),
        ("h", 3600L * 1000),
        ("m", 60L * 1000),
        ("s", 1000L),
        ("ms", 1L),
    ];

    /// <summary>A time such as <c>60</c> (seconds), <c>1m30s</c>, <c>500ms</c>, in milliseconds.</summary>
    public static bool TryParseTime(string text, out long milliseconds)
    {
        milliseconds = 0;
        var step = 0;
        var rest = text.AsSpan().Trim(' ');
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            digits = digits < 0 ? rest.Length : digits;
            if (!long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var unit = rest.IsEmpty || rest[0] == ' ' ? "s" : rest.StartsWith("ms") ? "ms" : rest[..1].ToString();
            var index = Array.FindIndex(s_units, known => known.Unit == unit);
            if (index < step || number > int.MaxValue)
            {
                return false;
            }

            step = index + 1;
            milliseconds += number * s_units[index].Milliseconds;
            rest = (rest.IsEmpty || rest[0] == ' ' ? rest : rest[unit.Length..]).TrimStart(' ');
        }

        return step > 0;
    }

    /// <summary>A size such as <c>8192</c>, <c>8k</c>, <c>10m</c> or <c>1g</c>, in bytes.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        var shift = text.Length == 0 ? 0 : char.ToLowerInvariant(text[^1]) switch
        {
            'k' => 10,
            'm' => 20,
            'g' => 30,
            _ => 0,
        };
        if (!long.TryParse(text.AsSpan(0, text.Length - (shift > 0 ? 1 : 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue >> shift)
        {
            return false;
        }

        bytes = number << shift;
        return true;
    }

    /// <summary>A time as the JSON form writes it.</summary>
    public static string WriteTime(long milliseconds) =>
        milliseconds % 1000 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}s")
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");

    /// <summary>A size as the JSON form writes it.</summary>
    public static string WriteSize(long bytes) => bytes switch
    {
        > 0 when bytes % (1L << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30}GiB"),
        > 0 when bytes % (1L << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}MiB"),
        > 0 when bytes % (1L << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}KiB"),
        _ => bytes.ToString(CultureInfo.InvariantCulture),
    };
}
