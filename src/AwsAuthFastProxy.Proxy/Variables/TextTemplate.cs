using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>
/// A text with variables, compiled: <c>$name</c>, <c>${name}</c>, and <c>$1</c> to <c>$9</c> for what the last regex captured. There is no
/// way to write a dollar sign, as there is none in nginx. Immutable.
/// </summary>
public sealed class TextTemplate
{
    // Shorter ones would take letters out of everything that is shown.
    private const int ShortestSecret = 4;

    private TextTemplate(string text, TextPart[] parts)
    {
        (Text, Shown, Parts) = (text, text, parts);
        HasLocationForm = Array.Exists(parts, static part => part.Variable is TextVariable.Own or TextVariable.Argument or TextVariable.RequestField or TextVariable.Cookie);
        ShowsMatches = Array.Exists(parts, static part => part.Variable is TextVariable.Capture or TextVariable.Own);
    }

    /// <summary>Names that are always there, for a suggestion.</summary>
    public static IEnumerable<string> KnownNames => TextVariables.Names;

    /// <summary>What stands for a part that comes from outside of the configuration.</summary>
    public const string Mask = "***";

    /// <summary>The whole, with what comes from outside of the configuration in it; it may be a secret.</summary>
    public string Text { get; }

    /// <summary>For people: what comes from outside of the configuration is masked.</summary>
    public string Shown { get; private init; } = "";

    /// <summary>The parts that come from outside of the configuration, each as long as a secret may be.</summary>
    public IReadOnlyList<string> Outside { get; private init; } = [];

    /// <summary>Whether it is the same for every request.</summary>
    public bool IsLiteral => Parts.All(static part => part.Variable == TextVariable.Literal);

    internal TextPart[] Parts { get; }

    /// <summary>Whether it may become something else as a location than as a request target.</summary>
    internal bool HasLocationForm { get; }

    /// <summary>Whether it shows what a regex captured, or may.</summary>
    internal bool ShowsMatches { get; }

    /// <summary>A text without variables, whatever stands in it.</summary>
    public static TextTemplate Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, text.Length == 0 ? [] : [new TextPart(TextVariable.Literal, Encoding.UTF8.GetBytes(text))]);
    }

    /// <summary>Compiles <paramref name="text"/>, or says what is wrong with it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="own">The configuration's own variables.</param>
    /// <param name="scope">Where it stands.</param>
    /// <param name="template">The result.</param>
    /// <param name="reason">What is wrong, without the name that is not known.</param>
    /// <param name="unknown">The name that is not known, without its dollar sign; null when something else is wrong.</param>
    /// <param name="words">Parts of the text that come from outside, in their order: a dollar sign in them is one, and nobody is shown them; null for none.</param>
    public static bool TryParse(
        string text,
        VariableNames own,
        TextScope scope,
        [NotNullWhen(true)] out TextTemplate? template,
        [NotNullWhen(false)] out string? reason,
        out string? unknown,
        IReadOnlyList<Range>? words = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(own);
        (template, reason, unknown) = (null, null, null);
        var parts = new List<TextPart>();
        for (int position = 0; position < text.Length;)
        {
            int dollar = Dollar(text, position, words);
            string literal = text[position..(dollar < 0 ? text.Length : dollar)];
            if (literal.Any(letter => char.IsControl(letter) && !(scope == TextScope.Body && letter is '\n' or '\r' or '\t')))
            {
                reason = "a text with variables is one line, without control characters";
                return false;
            }

            if (literal.Length > 0)
            {
                parts.Add(new TextPart(TextVariable.Literal, Encoding.UTF8.GetBytes(literal)));
            }

            if (dollar < 0)
            {
                break;
            }

            if (!TryName(text, dollar + 1, out string name, out position))
            {
                reason = "a \"$\" has no name behind it; write $name or ${name} (there is no way to write a \"$\" itself)";
                return false;
            }

            if (!TryFind(name, own, out TextPart part))
            {
                reason = "there is no such variable";
                unknown = name;
                return false;
            }

            if (part.IsOfResponse && scope != TextScope.Response)
            {
                reason = $"\"${name}\" is of the response, and there is none yet where this text is used";
                return false;
            }

            parts.Add(part);
        }

        template = new TextTemplate(text, [.. parts])
        {
            Shown = Masked(text, words ?? []),
            Outside = [.. (words ?? []).Select(range => text[range]).Where(static part => part.Length >= ShortestSecret)],
        };
        return true;
    }

    /// <summary><paramref name="text"/> with its parts from outside masked.</summary>
    public static string Masked(string text, IReadOnlyList<Range> outside)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(outside);
        var shown = new StringBuilder();
        int position = 0;
        foreach (Range range in outside)
        {
            shown.Append(text, position, range.Start.Value - position).Append(Mask);
            position = range.End.Value;
        }

        return shown.Append(text, position, text.Length - position).ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Shown;

    private static int Dollar(string text, int position, IReadOnlyList<Range>? words)
    {
        int dollar = text.IndexOf('$', position);
        while (dollar >= 0 && words is not null && words.Any(range => dollar >= range.Start.Value && dollar < range.End.Value))
        {
            dollar = text.IndexOf('$', dollar + 1);
        }

        return dollar;
    }

    private static bool TryFind(string name, VariableNames own, out TextPart part)
    {
        if (name is [>= '1' and <= '9'])
        {
            part = new TextPart(TextVariable.Capture, [], name[0] - '0');
            return true;
        }

        if (own.TryFind(name, out int place))
        {
            part = new TextPart(TextVariable.Own, [], place);
            return true;
        }

        return TextVariables.TryFind(name, out part);
    }

    private static bool TryName(string text, int start, out string name, out int end)
    {
        bool braced = start < text.Length && text[start] == '{';
        int first = braced ? start + 1 : start;
        end = first;
        if (!braced && first < text.Length && text[first] is >= '1' and <= '9')
        {
            // $12 is the first capture and a 2.
            end++;
        }
        else
        {
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }
        }

        name = text[first..end];
        bool closed = !braced || (end < text.Length && text[end] == '}');
        end += braced ? 1 : 0;
        return name.Length > 0 && closed;
    }
}
