using System.Globalization;

namespace AwsAuthFastProxy.Proxy.Variables;

/// <summary>What stands behind a backslash.</summary>
internal sealed partial class PatternTranslator
{
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
}
