using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration.Nginx;

public sealed class TokenizerTests
{
    // A word is shown in angle brackets. Each was held against nginx 1.22.
    [Theory]
    [InlineData("a b;", "<a><b>;")]
    [InlineData("a\tb\r\n c ;d{", "<a><b><c>;<d>{")]
    [InlineData("# all # of it\na;#rest", "<a>;")]
    [InlineData("a#b #c\n;", "<a#b>;")]
    [InlineData("'a b' \"c ; {\";", "<a b><c ; {>;")]
    [InlineData("a'b\"c;", "<a'b\"c>;")]
    [InlineData("'it\\'s' \"\\\"\" \\\\;", "<it's><\"><\\>;")]
    [InlineData("\\.png \\d+ a\\tb;", "<\\.png><\\d+><a\tb>;")]
    [InlineData("a\\ b\\;c\\{d;", "<a\\ b\\;c\\{d>;")]
    [InlineData("${a}b${c} $d{", "<${a}b${c}><$d>{")]
    [InlineData("a{b}", "<a>{<b}>")]
    [InlineData("}a}", "}<a}>")]
    [InlineData("\"\";", "<>;")]
    [InlineData("\"a\\\nb\";", "<a\\\nb>;")]
    [InlineData("'a')b;", "<a><)b>;")]
    [InlineData("'a'b;", "<a>!")]
    [InlineData("'a;", "!")]
    [InlineData("", "")]
    public void Text_IsCutAsNginxDoes(string text, string expected)
    {
        Assert.Equal(expected, Shown(text));
    }

    [Fact]
    public void Lines_AreThoseWhereWordsBegin()
    {
        var tokens = new NginxTokenizer("a\n'b\nc'\n# d\n  e \\\n f;\n}");

        Assert.Equal([1, 2, 5, 5, 6, 6, 7], Enumerable.Range(0, 7).Select(_ => tokens.Next().Line));
    }

    [Fact]
    public void BlockOfAnotherLanguage_IsSkippedWhole()
    {
        var tokens = new NginxTokenizer("if x then return { \"}\" }\nend } after;");
        tokens.SkipBlock();

        Assert.Equal(new NginxToken(NginxTokenKind.Word, "after", 2), tokens.Next());
    }

    private static string Shown(string text)
    {
        var tokens = new NginxTokenizer(text);
        var shown = "";
        while (true)
        {
            var token = tokens.Next();
            switch (token.Kind)
            {
                case NginxTokenKind.End:
                    return shown;
                case NginxTokenKind.Wrong:
                    return shown + "!";
                default:
                    shown += token.Kind switch
                    {
                        NginxTokenKind.Word => $"<{token.Text}>",
                        NginxTokenKind.Semicolon => ";",
                        NginxTokenKind.Open => "{",
                        _ => "}",
                    };
                    break;
            }
        }
    }
}
