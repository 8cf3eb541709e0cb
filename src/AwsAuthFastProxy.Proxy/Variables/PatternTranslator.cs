using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>
/// From a pattern as PCRE reads it, for octets, to one that .NET reads the same way, for characters: an octet above 0x7F becomes a character of
/// Unicode's private use area, which is no letter, digit or space and has no other case, just as PCRE sees it without UTF mode. Groups
/// become plain ones, since .NET counts named ones behind all others.
/// </summary>
internal sealed partial class PatternTranslator(string pattern)
{
    /// <summary>Octet 0 of the area that octets above 0x7F are moved to.</summary>
    public const int HighOctets = 0xE000;

    private const string Linear = "regexes run in linear time here, which leaves out";

    private readonly StringBuilder _result = new();
    private readonly List<(string Name, int Number)> _names = [];
    private int _position;
    private int _groups;

    /// <summary>The result.</summary>
    public string Result => _result.ToString();

    /// <summary>The names of groups, with their numbers.</summary>
    public IReadOnlyList<(string Name, int Number)> Names => _names;

    /// <summary>How many groups capture.</summary>
    public int Groups => _groups;

    /// <summary>Translates; what cannot be done, with advice, or null.</summary>
    public string? Translate()
    {
        string? reason = null;
        while (reason is null && _position < pattern.Length)
        {
            char letter = pattern[_position++];
            switch (letter)
            {
                case '\\':
                    reason = Escape(inClass: false);
                    break;
                case '(':
                    reason = Group();
                    break;
                case '[':
                    reason = Class();
                    break;
                default:
                    Literal(letter);
                    break;
            }
        }

        return reason;
    }

    private char? Peek => _position < pattern.Length ? pattern[_position] : null;

    private string? Group()
    {
        if (Peek == '*')
        {
            return $"{Linear} verbs such as \"(*SKIP)\"";
        }

        if (Peek != '?')
        {
            _groups++;
            _result.Append('(');
            return null;
        }

        string rest = pattern[_position..];
        if (rest.StartsWith("?#", StringComparison.Ordinal))
        {
            int end = pattern.IndexOf(')', _position);
            _position = end < 0 ? pattern.Length : end + 1;
            return end < 0 ? "a comment has no end" : null;
        }

        if (rest.StartsWith("?=", StringComparison.Ordinal) || rest.StartsWith("?!", StringComparison.Ordinal)
            || rest.StartsWith("?<=", StringComparison.Ordinal) || rest.StartsWith("?<!", StringComparison.Ordinal))
        {
            return $"{Linear} looking ahead and behind; a route before this one can take the paths that must not match";
        }

        if (rest.StartsWith("?>", StringComparison.Ordinal))
        {
            return $"{Linear} atomic groups; \"(?:\" does the same here";
        }

        int open = rest.StartsWith("?P<", StringComparison.Ordinal) ? 3
            : rest.StartsWith("?<", StringComparison.Ordinal) || rest.StartsWith("?'", StringComparison.Ordinal) ? 2
            : 0;
        return open == 0 ? Options(rest) : Named(rest, open);
    }

    /// <summary>A group with a name, which begins at <paramref name="open"/>.</summary>
    private string? Named(string rest, int open)
    {
        int close = rest.IndexOf(rest[open - 1] == '\'' ? '\'' : '>', open);
        string name = close < 0 ? "" : rest[open..close];
        if (VariableNames.Check(name) is { } reason)
        {
            return $"the group's name \"{name}\": {reason}";
        }

        _groups++;
        _names.Add((name, _groups));
        _position += close + 1;
        _result.Append('(');
        return null;
    }

    private string? Options(string rest)
    {
        int end = 1;
        while (end < rest.Length && rest[end] is 'i' or 'm' or 's' or 'n' or '-')
        {
            end++;
        }

        if (end == rest.Length || rest[end] is not (':' or ')'))
        {
            return $"\"({rest[..Math.Min(end + 1, rest.Length)]}\" is not known here; {Linear} conditions and recursion too";
        }

        _result.Append('(').Append(rest, 0, end + 1);
        _position += end + 1;
        return null;
    }

    private string? Class()
    {
        _result.Append('[');
        if (Peek == '^')
        {
            _position++;
            _result.Append('^');
        }

        if (Peek == ']')
        {
            _position++;
            _result.Append("\\]");
        }

        while (Peek is { } letter)
        {
            _position++;
            switch (letter)
            {
                case ']':
                    _result.Append(']');
                    return null;
                case '\\' when Escape(inClass: true) is { } reason:
                    return reason;
                case '\\':
                    break;
                case '[' when Peek is ':':
                    if (Posix() is { } wrong)
                    {
                        return wrong;
                    }

                    break;
                case '[':
                    _result.Append("\\[");
                    break;
                default:
                    Literal(letter);
                    break;
            }
        }

        return "a class \"[…]\" has no end";
    }

    private string? Posix()
    {
        int end = pattern.IndexOf(":]", _position, StringComparison.Ordinal);
        string name = end < 0 ? "" : pattern[(_position + 1)..end];
        string? members = name switch
        {
            "alpha" => "a-zA-Z",
            "digit" => "0-9",
            "alnum" => "a-zA-Z0-9",
            "upper" => "A-Z",
            "lower" => "a-z",
            "xdigit" => "0-9a-fA-F",
            "word" => "a-zA-Z0-9_",
            "space" => "\\t-\\r ",
            "blank" => "\\t ",
            "punct" => "!-/:-@\\[-`{-~",
            "cntrl" => "\\x00-\\x1F\\x7F",
            "print" => " -~",
            "graph" => "!-~",
            "ascii" => "\\x00-\\x7F",
            _ => null,
        };
        if (members is null)
        {
            return $"the class \"[:{name}:]\" is not known here";
        }

        _position = end + 2;
        _result.Append(members);
        return null;
    }

    private void Octet(int octet) => _result.Append(CultureInfo.InvariantCulture, $"\\u{(octet < 0x80 ? octet : HighOctets + octet):X4}");

    private void Literal(char letter)
    {
        if (char.IsAscii(letter))
        {
            _result.Append(letter);
            return;
        }

        // A character beyond the first 65,536 comes as two; the second is taken along with the first.
        string text = char.IsHighSurrogate(letter) && Peek is { } low ? new string([letter, low]) : letter.ToString();
        _position += text.Length - 1;
        foreach (byte octet in Encoding.UTF8.GetBytes(text))
        {
            _result.Append((char)(HighOctets + octet));
        }
    }
}
