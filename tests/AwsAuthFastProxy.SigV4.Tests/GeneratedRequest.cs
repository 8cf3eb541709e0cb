using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>
/// A random request by meaning (the decoded key and parameters) and in one of its many raw spellings, so that canonicalisation
/// is judged by the meaning and not by itself.
/// </summary>
public sealed class GeneratedRequest
{
    private static readonly string[] s_pieces =
    [
        "a", "Z", "0", "photo", "report.pdf", "-", "_", ".", "~", "*", "'", "(", ")", "!", "$", "&", ",", ";", "=", ":", "@",
        "+", " ", "%", "%2F", "%zz", "\"", "<", ">", "[", "]", "{", "}", "|", "\\", "^", "`", "#", "?", "é", "ü", "日本", "😀",
        "e\u0301", "\u0001", "\t", "\u007f", "\u0085",
    ];

    private static readonly string[] s_segments = ["", ".", "..", "...", "a", "..a"];

    private static readonly string[] s_parameterNames =
    [
        "prefix", "delimiter", "acl", "lifecycle", "list-type", "max-keys", "response-content-type", "X-Amz-Zone", "x", "y", "", "a",
        "a!", "A", "b", "ab", "a b", "a+b", "a/b", "é", "uploads",
    ];

    private static readonly string[] s_fieldNames =
    [
        "x-amz-meta-note", "X-Amz-Storage-Class", "x-amz-meta-a", "x-amz-meta-a-b", "x-amz-meta-a_b", "X-AMZ-META-A1", "Range",
        "Content-Type", "content-md5", "x-amz-acl", "If-None-Match", "x-amz-z",
    ];

    private static readonly string[] s_fieldValues =
    [
        "v", "bytes=0-9", "a  b", "a   b    c", " lead", "trail  ", "a\tb", "a \t b", "x,y", "x, y", "\"q  q\"", "k=v; w", "",
    ];

    private readonly Random _random;

    public GeneratedRequest(Random random)
    {
        _random = random;
        Method = Pick("GET", "HEAD", "PUT", "DELETE");
        Host = Pick("b.s3.amazonaws.com", "b.s3.amazonaws.com:8080", "s3.eu-west-1.amazonaws.com", "127.0.0.1:9000");
        Region = Pick("us-east-1", "eu-west-1", "ap-southeast-2");
        Seconds = random.NextInt64(1_000_000_000, 2_500_000_000);
        SessionToken = random.Next(3) == 0 ? "FwoGZXIvYXdzE/+token==" + random.Next(1000) : null;
        AccessKeyId = "AKID" + random.Next(100_000);
        Secret = Convert.ToBase64String(Encoding.ASCII.GetBytes("secret" + random.Next()));
        Path = GeneratePath();
        Parameters = GenerateParameters();
        Fields = GenerateFields();
    }

    public string Method { get; }

    public string Host { get; }

    public string Region { get; }

    public long Seconds { get; }

    public string? SessionToken { get; }

    public string AccessKeyId { get; }

    public string Secret { get; }

    /// <summary>The decoded path: '/' and the key.</summary>
    public string Path { get; }

    /// <summary>The decoded parameters in order of arrival; null stands for a missing '='.</summary>
    public IReadOnlyList<(string Name, string? Value)> Parameters { get; }

    /// <summary>Fields beyond host, date, hash and token; names distinct but for their case.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; }

    /// <summary>One of the raw targets a client might send for this request.</summary>
    public string RawTarget()
    {
        var target = new StringBuilder();
        Spell(Path, ":@!$&'()*+,;=\"<>[]{}|\\^`/-._~", spaceAsPlus: false, target);
        if (Parameters.Count > 0 || _random.Next(4) == 0)
        {
            target.Append('?');
        }

        var first = true;
        foreach (var (name, value) in Parameters)
        {
            target.Append('&', (first ? 0 : 1) + (_random.Next(8) == 0 ? 1 : 0));
            first = false;
            Spell(name, ":@!$'()*,;\"<>[]{}|\\^`/?-._~", spaceAsPlus: true, target);
            if (value is not null)
            {
                target.Append('=');
                Spell(value, ":@!$'()*,;\"<>[]{}|\\^`/?=-._~", spaceAsPlus: true, target);
            }
        }

        return target.ToString();
    }

    private void Spell(string text, string mayBeRaw, bool spaceAsPlus, StringBuilder target)
    {
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var letter = (char)octet;
            if (letter == ' ' && spaceAsPlus && _random.Next(2) == 0)
            {
                target.Append('+');
            }
            else if (_random.Next(4) != 0 && (char.IsAsciiLetterOrDigit(letter) || mayBeRaw.Contains(letter)))
            {
                target.Append(letter);
            }
            else
            {
                target.Append('%').Append(_random.Next(2) == 0 ? $"{octet:x2}" : $"{octet:X2}");
            }
        }
    }

    private string GeneratePath()
    {
        var segments = new string[_random.Next(1, 5)];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = _random.Next(4) == 0 ? Pick(s_segments) : Text(5);
        }

        return "/" + string.Join('/', segments);
    }

    private List<(string, string?)> GenerateParameters()
    {
        var parameters = new List<(string, string?)>();
        for (var count = _random.Next(6); count > 0; count--)
        {
            var name = _random.Next(5) == 0 ? Text(3) : Pick(s_parameterNames);
            var value = _random.Next(4) switch { 0 => null, 1 => "", _ => Text(4) };
            if (name.Length > 0 || value is not null)
            {
                parameters.Add((name, value));
            }
        }

        return parameters;
    }

    private List<(string, string)> GenerateFields()
    {
        var fields = new List<(string, string)>();
        foreach (var name in s_fieldNames)
        {
            if (_random.Next(5) == 0)
            {
                fields.Add((name, Pick(s_fieldValues)));
            }
        }

        _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fields));
        return fields;
    }

    private string Text(int most)
    {
        var text = new StringBuilder();
        for (var count = _random.Next(1, most + 1); count > 0; count--)
        {
            text.Append(Pick(s_pieces));
        }

        return text.ToString();
    }

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
