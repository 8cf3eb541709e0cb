using System.Text;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Syntax;

/// <summary>Reads a file and those it includes into one tree of directives. Every mistake is reported; what can be read is.</summary>
internal sealed class NginxFileReader
{
    private const int MaxFileBytes = 4 * 1024 * 1024;
    private const int MaxFiles = 10_000;
    private const int MaxDepth = 64;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _directory;
    private readonly Diagnostics _diagnostics;
    private readonly List<string> _open = [];
    private readonly List<string> _files = [];
    private int _filesRead;
    private int _bytesLeft = 4 * MaxFileBytes;

    public NginxFileReader(string mainFile, Diagnostics diagnostics)
    {
        _directory = Path.GetDirectoryName(Path.GetFullPath(mainFile)) ?? "/";
        _diagnostics = diagnostics;
    }

    /// <summary>Files that were included.</summary>
    public IReadOnlyList<string> Included => _files;

    /// <summary>The directives of the main file, whose bytes were read already.</summary>
    public IReadOnlyList<NginxDirective> Read(string file, ReadOnlySpan<byte> text)
    {
        _open.Add(Path.GetFullPath(file));
        return ReadFile(file, text, depth: 0);
    }

    private List<NginxDirective> ReadFile(string file, ReadOnlySpan<byte> bytes, int depth)
    {
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        string text;
        try
        {
            text = s_strictUtf8.GetString(bytes);
        }
        catch (ArgumentException)
        {
            _diagnostics.Error(new SourcePosition(file, 1), "this file is not UTF-8 text; save it as UTF-8");
            return [];
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            // No file, name or field can hold one.
            _diagnostics.Error(new SourcePosition(file, 1), "this file holds a NUL character; save it as text");
            return [];
        }

        var list = new List<NginxDirective>();
        ReadBlock(new NginxTokenizer(text), file, list, depth, opened: null);
        return list;
    }

    // Reads up to the brace that closes the block, or to the end of the file. False when nothing more can be read of this file.
    private bool ReadBlock(NginxTokenizer tokens, string file, List<NginxDirective> list, int depth, NginxToken? opened)
    {
        while (true)
        {
            var token = tokens.Next();
            switch (token.Kind)
            {
                case NginxTokenKind.Word:
                    if (!ReadDirective(tokens, token, file, list, depth))
                    {
                        return false;
                    }

                    break;
                case NginxTokenKind.Close when opened is not null:
                    return true;
                case NginxTokenKind.End:
                    if (opened is { } block)
                    {
                        Error(file, block.Line, $"unexpected end of file, expecting \"}}\": the block of {Quote.Text(block.Text)} that begins here is never closed");
                    }

                    return opened is null;
                case NginxTokenKind.Wrong:
                    Error(file, token.Line, token.Text);
                    return false;
                default:
                    Error(file, token.Line, $"unexpected \"{Sign(token.Kind)}\"");
                    return false;
            }
        }
    }

    private bool ReadDirective(NginxTokenizer tokens, NginxToken name, string file, List<NginxDirective> list, int depth)
    {
        var position = new SourcePosition(file, name.Line);
        var words = new List<NginxWord>();
        while (true)
        {
            var token = tokens.Next();
            switch (token.Kind)
            {
                case NginxTokenKind.Word:
                    words.Add(new NginxWord(token.Text, token.Line));
                    break;
                case NginxTokenKind.Semicolon:
                    var directive = new NginxDirective(name.Text, words, null, position);
                    if (name.Text == "include")
                    {
                        Include(directive, list, depth);
                    }
                    else
                    {
                        list.Add(directive);
                    }

                    return true;
                case NginxTokenKind.Open:
                    return ReadBraces(tokens, name, words, position, list, depth);
                case NginxTokenKind.Wrong:
                    Error(file, token.Line, token.Text);
                    return false;
                case NginxTokenKind.Close:
                    Error(file, name.Line, $"directive {Quote.Text(name.Text)} is not terminated by \";\"");
                    return false;
                default:
                    Error(file, name.Line, $"unexpected end of file, expecting \";\" or \"}}\" behind {Quote.Text(name.Text)}");
                    return false;
            }
        }
    }

    private bool ReadBraces(NginxTokenizer tokens, NginxToken name, List<NginxWord> words, SourcePosition position, List<NginxDirective> list, int depth)
    {
        var block = new List<NginxDirective>();
        list.Add(new NginxDirective(name.Text, words, block, position));
        if (name.Text.EndsWith("_by_lua_block", StringComparison.Ordinal))
        {
            tokens.SkipBlock();
            return true;
        }

        if (depth >= MaxDepth)
        {
            _diagnostics.Error(position, "blocks are nested too deep");
            return false;
        }

        return ReadBlock(tokens, position.File, block, depth + 1, name);
    }

    private void Include(NginxDirective directive, List<NginxDirective> list, int depth)
    {
        if (directive.Arguments.Count != 1)
        {
            _diagnostics.Error(directive.Position, "invalid number of arguments in \"include\" directive");
            return;
        }

        var pattern = Path.GetFullPath(Path.Combine(_directory, directive.Arguments[0].Text));
        foreach (var file in GlobFiles.IsPattern(pattern) ? GlobFiles.Find(pattern) : [pattern])
        {
            IncludeFile(file, directive.Position, list, depth);
        }
    }

    private void IncludeFile(string file, SourcePosition position, List<NginxDirective> list, int depth)
    {
        if (_open.Contains(file))
        {
            _diagnostics.Error(position, $"{file} includes itself{(_open[^1] == file ? "" : ", by way of other files")}");
            return;
        }

        if (_open.Count >= MaxDepth || ++_filesRead > MaxFiles || _bytesLeft <= 0)
        {
            _diagnostics.Error(position, "too much is included");
            return;
        }

        var isRead = BoundedFile.TryRead(file, MaxFileBytes, out var content, out var reason);
        _bytesLeft -= content?.Length ?? (File.Exists(file) ? MaxFileBytes : 0);
        if (!isRead)
        {
            _diagnostics.Error(position, reason!);
            return;
        }

        _files.Add(file);
        _open.Add(file);
        list.AddRange(ReadFile(file, content!, depth));
        _open.RemoveAt(_open.Count - 1);
    }

    private void Error(string file, int line, string message) => _diagnostics.Error(new SourcePosition(file, line), message);

    private static char Sign(NginxTokenKind kind) => kind switch
    {
        NginxTokenKind.Semicolon => ';',
        NginxTokenKind.Open => '{',
        _ => '}',
    };
}
