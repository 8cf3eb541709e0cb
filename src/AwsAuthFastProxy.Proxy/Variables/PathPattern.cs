using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>
/// A regex for decoded paths, in PCRE's words as far as they can be matched in linear time: no client can make it slow. Unanchored, and of
/// octets: <c>\w</c>, <c>\d</c>, <c>\s</c> and case are those of ASCII. Immutable.
/// </summary>
public sealed class PathPattern
{
    private PathPattern(string text, bool ignoreCase, Regex regex, (int Place, int Number)[] names, bool captures)
    {
        (Text, IgnoreCase, Regex, Names, Captures) = (text, ignoreCase, regex, names, captures);
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether case means nothing.</summary>
    public bool IgnoreCase { get; }

    /// <summary>For characters that stand for octets; see <see cref="PatternTranslator"/>.</summary>
    internal Regex Regex { get; }

    /// <summary>Places of the variables that named groups give a value, with the groups' numbers.</summary>
    internal (int Place, int Number)[] Names { get; }

    /// <summary>Whether it captures anything.</summary>
    internal bool Captures { get; }

    /// <summary>Compiles <paramref name="text"/>, or says what is wrong with it.</summary>
    /// <param name="text">The regex.</param>
    /// <param name="ignoreCase">Whether case means nothing.</param>
    /// <param name="own">Takes the names of its groups.</param>
    /// <param name="pattern">The result.</param>
    /// <param name="reason">What is wrong.</param>
    public static bool TryParse(
        string text, bool ignoreCase, VariableNames own, [NotNullWhen(true)] out PathPattern? pattern, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(own);
        pattern = null;
        var translator = new PatternTranslator(text);
        reason = translator.Translate();
        if (reason is not null)
        {
            return false;
        }

        try
        {
            RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
            var regex = new Regex(translator.Result, options);
            pattern = new PathPattern(
                text, ignoreCase, regex, [.. translator.Names.Select(name => (own.Add(name.Name), name.Number))], translator.Groups > 0);
            return true;
        }
        catch (RegexParseException e)
        {
            reason = $"it is no regex: {Words(e)}";
            return false;
        }
        catch (NotSupportedException)
        {
            reason = "it is too large, or needs what cannot be matched in linear time; write it with fewer repetitions";
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>What .NET says, without the pattern it saw, which is not the one that was written.</summary>
    private static string Words(RegexParseException error) => error.Error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a \"(\" is not closed",
        RegexParseError.InsufficientOpeningParentheses => "there is a \")\" too many",
        RegexParseError.NestedQuantifiersNotParenthesized => "two quantifiers stand in a row (a possessive one such as \"a++\" is written \"a+\" here)",
        RegexParseError.QuantifierAfterNothing => "a quantifier has nothing before it",
        RegexParseError.ReversedCharacterRange => "a range in a class is the wrong way round",
        RegexParseError.ReversedQuantifierRange => "a quantifier's numbers are the wrong way round",
        _ => error.Error.ToString(),
    };
}
