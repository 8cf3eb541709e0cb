using System.Text;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Rewriting;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Tests.Rewriting;

public partial class PathPatternTests
{
    public static TheoryData<string, string, string> Matches
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (string[] columns in Read("patterns.txt"))
            {
                rows.Add(columns[0], columns[1], columns[2]);
            }

            return rows;
        }
    }

    public static TheoryData<string, string> Refused
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string[] columns in Read("patterns-refused.txt"))
            {
                rows.Add(columns[0], columns[1]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Matches))]
    public void Pattern_MatchesAsPcreDoes(string text, string path, string expected)
    {
        bool ignoreCase = text.StartsWith("(?i)", StringComparison.Ordinal);
        PathPattern pattern = Parse(ignoreCase ? text[4..] : text, ignoreCase, new VariableNames());
        var values = new RequestValues();
        TextSource source = Source(values, path);

        bool matches = values.TryMatch(pattern, source);

        Assert.Equal(expected != "no", matches);
        string[] captured = expected is "no" or "." ? [] : expected.Split('|');
        for (int number = 1; number <= 9; number++)
        {
            Assert.Equal(number <= captured.Length ? captured[number - 1] : "", Encoding.Latin1.GetString(values.Capture(number)));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Pattern_ThatIsNoneOrCannotBeLinear_IsRefusedWithAdvice(string text, string expected)
    {
        Assert.False(PathPattern.TryParse(text, ignoreCase: false, new VariableNames(), out _, out string? reason));
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void NamedGroups_BecomeVariables_AndOutliveALaterRegex()
    {
        var own = new VariableNames();
        PathPattern first = Parse("^/(?<rest>.*)$", false, own);
        PathPattern second = Parse("^/(a)", false, own);
        var values = new RequestValues();
        TextSource source = Source(values, @"/a?b\xff");

        Assert.True(values.TryMatch(first, source));
        Assert.True(values.TryMatch(second, source));

        Assert.Equal("a?b\xff", Encoding.Latin1.GetString(values.Own(0, TextForm.Plain)));
        Assert.Equal("a%3Fb%FF", Encoding.Latin1.GetString(values.Own(0, TextForm.Target)));
        Assert.Equal("a", Encoding.Latin1.GetString(values.Capture(1)));
        values.ForgetCaptures();
        Assert.Equal("", Encoding.Latin1.GetString(values.Capture(1)));
        Assert.Equal("a?b\xff", Encoding.Latin1.GetString(values.Own(0, TextForm.Plain)));
    }

    private static PathPattern Parse(string text, bool ignoreCase, VariableNames own)
    {
        Assert.True(PathPattern.TryParse(text, ignoreCase, own, out PathPattern? pattern, out string? reason), reason);
        return pattern;
    }

    private static TextSource Source(RequestValues values, string path)
    {
        string encoded = string.Concat(Escape().Replace(path, "%$1").Select(static letter => letter switch
        {
            '%' or '/' => letter.ToString(),
            _ when char.IsAsciiLetterOrDigit(letter) => letter.ToString(),
            _ => $"%{(int)letter:X2}",
        }));
        byte[] bytes = Encoding.ASCII.GetBytes($"GET {encoded} HTTP/1.1\r\nHost: h\r\n\r\n");
        var head = new RequestHead();
        Assert.Equal(HeadStatus.Complete, HeadParser.ParseRequest(bytes, 0, head, HeadLimits.Default).Status);
        return new TextSource(values, head, bytes);
    }

    private static IEnumerable<string[]> Read(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", "variables", file))
            .Where(static line => line.Length > 0 && line[0] != '#')
            .Select(static line => Columns().Split(line));

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Columns();

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex Escape();
}
