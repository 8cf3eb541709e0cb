using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>
/// From a pattern as PCRE reads it, for octets, to one that .NET reads the same way, for characters: an octet above 0x7F becomes a character of
/// Unicode's private use area, which is no letter, digit or space and has no other case, just as PCRE sees it without UTF mode. Groups
/// become plain ones, since .NET counts named ones behind all others.
/// </summary>
internal sealed class PatternTranslator(string pattern)
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

    private string? Escape(bool inClass)
    {
        if (Peek is not { } letter)
        {
            return "it ends in a backslash";
        }

        _position++;
        switch (letter)
        {
            case >= '1' and <= '9' or 'g' or 'k':
                return $"{Linear} references to groups within the regex";
            case 'K' or 'G' or 'C' or 'X':
                return $"\"\\{letter}\" is not known here";
            case 'p' or 'P':
                return "paths are octets here; name the characters in place of a Unicode class";
            case 'x':
                Octet(Hexadecimal());
                break;
            case '0':
                Octet(Octal());
                break;
            case 'Q':
                Quoted();
                break;
            case 'E':
                break;
            case 'c' when Peek is { } control:
                _position++;
                _result.Append("\\c").Append(control);
                break;
            case 'h':
                _result.Append(inClass ? "\\t " : "[\\t ]");
                break;
            case 'v':
                _result.Append(inClass ? "\\n\\v\\f\\r" : "[\\n\\v\\f\\r]");
                break;
            case 'H' or 'V' or 'N' or 'R' when inClass:
                return $"\"\\{letter}\" cannot stand in a class";
            case 'H':
                _result.Append("[^\\t ]");
                break;
            case 'V':
                _result.Append("[^\\n\\v\\f\\r]");
                break;
            case 'N':
                _result.Append("[^\\n]");
                break;
            case 'R':
                _result.Append("(?:\\r\\n|[\\n\\v\\f\\r])");
                break;
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'b' or 'B' or 'A' or 'z' or 'Z' or 't' or 'n' or 'r' or 'f' or 'e' or 'a':
                _result.Append('\\').Append(letter);
                break;
            default:
                if (char.IsAsciiLetterOrDigit(letter))
                {
                    return $"\"\\{letter}\" is not known here";
                }

                Escaped(letter);
                break;
        }

        return null;
    }

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

    private int Hexadecimal()
    {
        bool braced = Peek == '{';
        int start = braced ? _position + 1 : _position;
        int end = start;
        while (end < pattern.Length && end < start + 2 && char.IsAsciiHexDigit(pattern[end]))
        {
            end++;
        }

        _position = braced && end < pattern.Length && pattern[end] == '}' ? end + 1 : end;
        return end == start ? 0 : int.Parse(pattern.AsSpan(start, end - start), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private int Octal()
    {
        int value = 0;
        for (int i = 0; i < 2 && Peek is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + (pattern[_position++] - '0');
        }

        return value;
    }

    private void Quoted()
    {
        int end = pattern.IndexOf("\\E", _position, StringComparison.Ordinal);
        string text = end < 0 ? pattern[_position..] : pattern[_position..end];
        _position = end < 0 ? pattern.Length : end + 2;
        foreach (char letter in text)
        {
            Escaped(letter);
        }
    }

    private void Escaped(char letter)
    {
        if (char.IsAscii(letter) && !char.IsAsciiLetterOrDigit(letter) && letter != '_')
        {
            _result.Append('\\').Append(letter);
        }
        else
        {
            Literal(letter);
        }
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
