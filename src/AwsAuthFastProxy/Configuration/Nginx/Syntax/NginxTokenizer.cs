using System.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Syntax;

/// <summary>
/// Cuts a file into words and signs as nginx does: words end at white space, ';' and '{'; a word that begins with a quote ends with it;
/// a backslash takes any meaning from the sign behind it; "${" does not end a word; '#' begins a comment where a word could begin.
/// </summary>
internal sealed class NginxTokenizer(string text)
{
    private int _position;
    private int _line = 1;
    private bool _afterQuote;

    /// <summary>The next piece; <see cref="NginxTokenKind.End"/> again and again at the end.</summary>
    public NginxToken Next()
    {
        if (_afterQuote && _position < text.Length && !IsSpace(text[_position]) && text[_position] is not (';' or '{' or ')'))
        {
            _afterQuote = false;
            return new NginxToken(NginxTokenKind.Wrong, $"unexpected \"{Shown(text[_position])}\": a space, ';' or '{{' stands behind a quoted word", _line);
        }

        _afterQuote = false;
        SkipSpace();
        if (_position == text.Length)
        {
            return new NginxToken(NginxTokenKind.End, "", _line);
        }

        var line = _line;
        switch (text[_position])
        {
            case ';':
                _position++;
                return new NginxToken(NginxTokenKind.Semicolon, "", line);
            case '{':
                _position++;
                return new NginxToken(NginxTokenKind.Open, "", line);
            case '}':
                _position++;
                return new NginxToken(NginxTokenKind.Close, "", line);
            case '"' or '\'':
                return ReadQuoted(text[_position], line);
            default:
                return ReadWord(line);
        }
    }

    /// <summary>Goes behind the brace that closes a block in another language, in which braces outside of quotes come in pairs.</summary>
    public void SkipBlock()
    {
        for (var depth = 1; _position < text.Length && depth > 0; _position++)
        {
            if (text[_position] is '"' or '\'')
            {
                var end = text.IndexOf(text[_position], _position + 1);
                for (; _position < end; _position++)
                {
                    CountLine();
                }
            }

            depth += text[_position] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            CountLine();
        }
    }

    private NginxToken ReadQuoted(char quote, int line)
    {
        _position++;
        var start = _position;
        for (; _position < text.Length && text[_position] != quote; _position++)
        {
            CountLine();
            if (text[_position] == '\\' && _position + 1 < text.Length)
            {
                _position++;
                CountLine();
            }
        }

        if (_position == text.Length)
        {
            return new NginxToken(NginxTokenKind.Wrong, $"the quote {quote} that begins here is never closed", line);
        }

        var word = Unescape(text.AsSpan(start, _position - start));
        _position++;
        _afterQuote = true;
        return new NginxToken(NginxTokenKind.Word, word, line);
    }

    private NginxToken ReadWord(int line)
    {
        var start = _position;
        for (; _position < text.Length; _position++)
        {
            var letter = text[_position];
            if (IsSpace(letter) || letter is ';' || (letter == '{' && !(_position > start && text[_position - 1] == '$')))
            {
                break;
            }

            if (letter == '\\' && _position + 1 < text.Length)
            {
                _position++;
                CountLine();
            }
        }

        return new NginxToken(NginxTokenKind.Word, Unescape(text.AsSpan(start, _position - start)), line);
    }

    private void SkipSpace()
    {
        for (; _position < text.Length; _position++)
        {
            if (text[_position] == '#')
            {
                var end = text.IndexOf('\n', _position);
                _position = end < 0 ? text.Length - 1 : end;
            }
            else if (!IsSpace(text[_position]))
            {
                return;
            }

            CountLine();
        }
    }

    private void CountLine()
    {
        if (text[_position] == '\n')
        {
            _line++;
        }
    }

    // nginx's few escapes; every other backslash stays, which patterns need.
    private static string Unescape(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('\\'))
        {
            return raw.ToString();
        }

        var word = new StringBuilder(raw.Length);
        for (var index = 0; index < raw.Length; index++)
        {
            var next = raw[index] == '\\' && index + 1 < raw.Length ? raw[index + 1] : '\0';
            char? put = next switch
            {
                '"' or '\'' or '\\' => next,
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                _ => null,
            };
            word.Append(put ?? raw[index]);
            index += put is null ? 0 : 1;
        }

        return word.ToString();
    }

    private static bool IsSpace(char letter) => letter is ' ' or '\t' or '\r' or '\n';

    private static string Shown(char letter) => char.IsControl(letter) || char.IsSurrogate(letter) ? "\uFFFD" : letter.ToString();
}
