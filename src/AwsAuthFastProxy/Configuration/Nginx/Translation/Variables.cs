using System.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Text with variables, <c>$name</c> or <c>${name}</c>; a capture is a "$" and one digit, as nginx reads it.</summary>
internal static class Variables
{
    /// <summary>A piece of a text: literal, or the name of a variable.</summary>
    internal readonly record struct Part(string Text, bool IsName);

    /// <summary>The pieces of a text; null where a "$" begins no name, which is an error with nginx.</summary>
    public static List<Part>? Split(string text)
    {
        var parts = new List<Part>();
        for (var position = 0; position < text.Length;)
        {
            var dollar = text.IndexOf('$', position);
            if (dollar != position)
            {
                var end = dollar < 0 ? text.Length : dollar;
                parts.Add(new Part(text[position..end], IsName: false));
                position = end;
                continue;
            }

            var braced = position + 1 < text.Length && text[position + 1] == '{';
            var first = position + (braced ? 2 : 1);
            var last = first;
            while (last < text.Length && (char.IsAsciiLetterOrDigit(text[last]) || text[last] == '_'))
            {
                last++;
                if (!braced && char.IsAsciiDigit(text[first]))
                {
                    break;
                }
            }

            if (last == first || (braced && (last == text.Length || text[last] != '}')))
            {
                return null;
            }

            parts.Add(new Part(text[first..last], IsName: true));
            position = last + (braced ? 1 : 0);
        }

        return parts;
    }

    public static bool HasAny(string text) => text.Contains('$', StringComparison.Ordinal);

    /// <summary>Puts the values of known constants in; null where the text is malformed.</summary>
    public static string? Fold(string text, IReadOnlyDictionary<string, string> constants)
    {
        if (!HasAny(text))
        {
            return text;
        }

        if (Split(text) is not { } parts)
        {
            return null;
        }

        var folded = new StringBuilder();
        for (var index = 0; index < parts.Count; index++)
        {
            var part = parts[index];
            if (!part.IsName)
            {
                folded.Append(part.Text);
            }
            else if (constants.TryGetValue(part.Text, out var value))
            {
                folded.Append(value);
            }
            else
            {
                folded.Append(NeedsBraces(part.Text, index + 1 < parts.Count ? parts[index + 1] : default, constants) ? $"${{{part.Text}}}" : $"${part.Text}");
            }
        }

        return folded.ToString();
    }

    /// <summary>The names of variables in a text.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        HasAny(text) ? (Split(text) ?? []).Where(static part => part.IsName).Select(static part => part.Text) : [];

    // What follows would be read as part of the name.
    private static bool NeedsBraces(string name, Part next, IReadOnlyDictionary<string, string> constants)
    {
        var following = next.Text is null ? "" : !next.IsName ? next.Text : constants.GetValueOrDefault(next.Text) ?? "";
        return !char.IsAsciiDigit(name[0]) && following.Length > 0 && (char.IsAsciiLetterOrDigit(following[0]) || following[0] == '_');
    }
}
