using System.Text;
using System.Text.Json;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>Reads JSON with comments and trailing commas (RFC 8259 and those two) into a tree whose nodes know their lines.</summary>
internal ref struct JsonTreeReader
{
    private const int MaxDepth = 32;

    private static readonly (string Mark, string Own)[] s_ownSentences =
    [
        ("literal", "this is not JSON: a word here is none of true, false and null; a text stands in double quotes"),
        ("any JSON tokens", "there is no configuration in this file; one begins with '{'"),
        ("depth to be zero", "the file ends too early: an object or a list is not closed"),
        ("configured depth", "objects and lists are nested too deep"),
    ];

    private readonly ReadOnlySpan<byte> _text;
    private readonly string _file;
    private readonly Diagnostics _diagnostics;
    private Utf8JsonReader _reader;
    private int _countedTo;
    private int _line;

    private JsonTreeReader(string file, ReadOnlySpan<byte> text, Diagnostics diagnostics)
    {
        _file = file;
        _text = text;
        _diagnostics = diagnostics;
        _line = 1;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = MaxDepth,
        });
    }

    /// <summary>The root, or null with an error when this is not JSON. Keys that repeat are errors and left out.</summary>
    public static ConfigNode? Read(string file, ReadOnlySpan<byte> text, Diagnostics diagnostics)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        var reader = new JsonTreeReader(file, text, diagnostics);
        try
        {
            reader._reader.Read();
            var root = reader.ReadValue();
            reader._reader.Read();
            return root;
        }
        catch (JsonException failure)
        {
            diagnostics.Error(new SourcePosition(file, (int)(failure.LineNumber ?? 0) + 1), Explain(failure.Message));
        }
        catch (InvalidOperationException)
        {
            // What Utf8JsonReader.GetString has to say about bytes or escapes that are no Unicode text.
            diagnostics.Error(new SourcePosition(file, reader.Line()), "a text here is not Unicode; save the file as UTF-8");
        }

        return null;
    }

    // The framework's sentence without its position; our own where it speaks of its insides, or shows a whole word of the file,
    // which may be part of a secret.
    private static string Explain(string message)
    {
        foreach (var (mark, own) in s_ownSentences)
        {
            if (message.Contains(mark, StringComparison.Ordinal))
            {
                return own;
            }
        }

        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"this is not JSON: {(end < 0 ? message : message[..end]).TrimEnd('.')}";
    }

    private ConfigNode ReadValue()
    {
        var line = Line();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(line);
            case JsonTokenType.StartArray:
                return ReadList(line);
            case JsonTokenType.String:
                return new ConfigNode(ConfigNodeKind.Text, line, _reader.GetString()!);
            case JsonTokenType.Number:
                return new ConfigNode(ConfigNodeKind.Number, line, Encoding.ASCII.GetString(_reader.ValueSpan));
            case JsonTokenType.True:
                return new ConfigNode(ConfigNodeKind.True, line);
            case JsonTokenType.False:
                return new ConfigNode(ConfigNodeKind.False, line);
            default:
                return new ConfigNode(ConfigNodeKind.Null, line);
        }
    }

    private ConfigNode ReadObject(int line)
    {
        var node = new ConfigNode(ConfigNodeKind.Object, line);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var key = _reader.GetString()!;
            var keyLine = Line();
            _reader.Read();
            var value = ReadValue();
            if (lines.TryAdd(key, keyLine))
            {
                node.Members.Add(new ConfigMember(key, keyLine, value));
            }
            else
            {
                _diagnostics.Error(
                    new SourcePosition(_file, keyLine),
                    $"{Quote.Text(key)} is given twice, first on line {lines[key]}; leave one of them");
            }
        }

        return node;
    }

    private ConfigNode ReadList(int line)
    {
        var node = new ConfigNode(ConfigNodeKind.List, line);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            node.Items.Add(ReadValue());
        }

        return node;
    }

    private int Line()
    {
        var start = (int)_reader.TokenStartIndex;
        _line += _text[_countedTo..start].Count((byte)'\n');
        _countedTo = start;
        return _line;
    }
}
