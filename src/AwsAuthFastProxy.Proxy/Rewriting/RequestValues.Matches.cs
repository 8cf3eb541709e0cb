using System.Text.RegularExpressions;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>
/// The path in force as regexes see it, what they captured, and the configuration's own variables. Whether a regex matches is found out
/// without allocating; what it captured is looked for when a text asks for it, and then .NET makes objects of it.
/// </summary>
internal sealed partial class RequestValues
{
    /// <summary>Captures that texts can name.</summary>
    private const int MaxCaptures = 9;

    private readonly ByteRange[] _captures = new ByteRange[MaxCaptures + 1];
    private OwnValue[] _own = [];
    private char[] _text = [];
    private ByteRange _textOf;
    private PathPattern? _matched;
    private ByteRange _matchedPath;

    /// <summary>Whether a regex matches the path in force; then what it captured is what texts show.</summary>
    /// <param name="pattern">The regex.</param>
    /// <param name="source">The request; well-formed in its path.</param>
    public bool TryMatch(PathPattern pattern, in TextSource source)
    {
        ByteRange path = HasUri ? _uri : Decode(source);
        if (!IsMatch(pattern, path))
        {
            return false;
        }

        if (_matched is { Names.Length: > 0 })
        {
            FindCaptures();
        }

        (_matched, _matchedPath) = (pattern, path);
        return true;
    }

    /// <summary>Whether a regex matches a decoded path; what it captures is not kept.</summary>
    public bool IsMatch(PathPattern pattern, ByteRange path) => pattern.Regex.IsMatch(Text(path));

    /// <summary>A path with one slash for each run of them.</summary>
    public ByteRange Merge(ReadOnlySpan<byte> path)
    {
        Span<byte> room = Room(path.Length);
        int length = 0;
        for (int i = 0; i < path.Length && length < room.Length; i++)
        {
            if (path[i] != '/' || i == 0 || path[i - 1] != '/')
            {
                room[length++] = path[i];
            }
        }

        return Keep(length);
    }

    /// <summary>A canonical path, decoded.</summary>
    public ByteRange Decode(ByteRange canonical)
    {
        Span<byte> room = Room(canonical.Length);
        var writer = new HeadWriter(room);
        Octets.WriteDecoded(ref writer, canonical.Of(_bytes), TextForm.Plain);
        return Keep(writer.Length);
    }

    /// <summary>What the last regex captured under a number, or empty.</summary>
    public ReadOnlySpan<byte> Capture(int number)
    {
        FindCaptures();
        return _captures[number].Of(_bytes);
    }

    /// <summary>The value of a variable of the configuration's own, or empty.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="form">What it becomes part of.</param>
    public ReadOnlySpan<byte> Own(int place, TextForm form)
    {
        FindCaptures();
        return place >= _own.Length ? default : _own[place].Of(form).Of(_bytes);
    }

    /// <summary>A regex was tried in vain: there are no numbered captures any more; named ones stay what they are.</summary>
    public void ForgetCaptures()
    {
        if (_matched is { Names.Length: > 0 })
        {
            FindCaptures();
        }

        _matched = null;
        Array.Clear(_captures);
    }

    /// <summary>Notes what a regex captured; <paramref name="range"/> is of what was written here.</summary>
    public void SetCapture(int number, ByteRange range)
    {
        if (number <= MaxCaptures)
        {
            _captures[number] = range;
        }
    }

    /// <summary>Gives a variable its value; the ranges are of what was written here.</summary>
    public void SetOwn(int place, ByteRange plain, ByteRange target, ByteRange location)
    {
        FindCaptures();
        if (place >= _own.Length)
        {
            Array.Resize(ref _own, Math.Max(place + 1, 2 * _own.Length));
        }

        _own[place] = new OwnValue(plain, target, location);
    }

    private void ForgetMatches()
    {
        _matched = null;
        _textOf = default;
        Array.Clear(_captures);
        Array.Clear(_own);
        if (_text.Length > KeptSize)
        {
            _text = [];
        }
    }

    /// <summary>The client's path, decoded.</summary>
    private ByteRange Decode(in TextSource source)
    {
        if (_decoded.Length == 0)
        {
            ReadOnlySpan<byte> path = source.Head.Path.IsEmpty ? "/"u8 : source.Head.Path.Of(source.Bytes);
            var writer = new HeadWriter(Room(path.Length));
            Octets.WriteDecoded(ref writer, path, TextForm.Plain);
            _decoded = Keep(writer.Length);
        }

        return _decoded;
    }

    private ReadOnlySpan<char> Text(ByteRange path)
    {
        if (_textOf != path)
        {
            ReadOnlySpan<byte> octets = path.Of(_bytes);
            if (_text.Length < octets.Length)
            {
                _text = new char[Math.Max(FirstSize, 2 * octets.Length)];
            }

            for (int i = 0; i < octets.Length; i++)
            {
                _text[i] = (char)(octets[i] < 0x80 ? octets[i] : PatternTranslator.HighOctets + octets[i]);
            }

            _textOf = path;
        }

        return _text.AsSpan(0, path.Length);
    }

    /// <summary>Finds what the last regex captured, unless that is known or there is nothing to be found. Writes here.</summary>
    public void FindCaptures()
    {
        if (_matched is not { } pattern)
        {
            return;
        }

        _matched = null;
        Array.Clear(_captures);
        if (!pattern.Captures)
        {
            return;
        }

        Match match = pattern.Regex.Match(Text(_matchedPath).ToString());
        for (int number = 1; number < Math.Min(match.Groups.Count, MaxCaptures + 1); number++)
        {
            _captures[number] = RangeOf(match.Groups[number]);
        }

        foreach ((int place, int number) in pattern.Names)
        {
            ByteRange plain = RangeOf(match.Groups[number]);
            ByteRange encoded = Encoded(plain);
            SetOwn(place, plain, encoded, encoded);
        }
    }

    private ByteRange RangeOf(Group group) => group.Success ? new ByteRange(_matchedPath.Offset + group.Index, group.Length) : default;

    private ByteRange Encoded(ByteRange plain)
    {
        var writer = new HeadWriter(Room(3 * plain.Length));
        Octets.Write(ref writer, plain.Of(_bytes), TextForm.Target);
        return Keep(writer.Length);
    }

    private readonly record struct OwnValue(ByteRange Plain, ByteRange Target, ByteRange Location)
    {
        public ByteRange Of(TextForm form) => form switch
        {
            TextForm.Target => Target,
            TextForm.Location => Location,
            _ => Plain,
        };
    }
}
