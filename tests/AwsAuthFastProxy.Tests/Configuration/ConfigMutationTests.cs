using AwsAuthFastProxy.Configuration;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration;

public sealed class ConfigMutationTests
{
    private static readonly string[] s_tokens =
        ["null", "true", "1", "-1e400", "\"\"", "\"${\"", "\"${file:/}\"", "[]", "[[]]", "{}", "{\"\":0}", "/*", "\"\\ud800\"", ",", "}"];

    // Of the secrets, keys and tokens that the valid cases and their environment hold.
    private static readonly string[] s_partsOfSecrets = ["SECRET/", "of/the", "wJalrX", "bPxRfi", "EXAMPLEKEY", "L4vRLW", "OKLbRp4", "EXAMPLETOKEN"];

    public static TheoryData<string> Names => [.. ConfigCases.Names("valid")];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyCharacterDropped_IsValidOrHasPositionedErrors(string name)
    {
        var text = Text(name);
        Check(Enumerable.Range(0, text.Length).Select(index => text.Remove(index, 1)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyEndCutOff_IsValidOrHasPositionedErrors(string name)
    {
        var text = Text(name);
        Check(Enumerable.Range(0, text.Length).Select(length => text[..length]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyValueOfAnotherType_IsValidOrHasPositionedErrors(string name)
    {
        var text = Text(name);
        Check(Values(text).SelectMany(value => s_tokens.Select(token => text[..value.Start] + token + text[value.End..])));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(ConfigCases.Directory("valid"), $"{name}.json"));

    // Relative files are looked for beside the file, so the mutants lie beside the cases.
    private static void Check(IEnumerable<string> mutants)
    {
        var file = Path.Combine(ConfigCases.Directory("valid"), $"{Guid.NewGuid():N}.mutant");
        try
        {
            var count = 0;
            foreach (var mutant in mutants)
            {
                File.WriteAllText(file, mutant);
                Check(ConfigLoader.Load(file, ConfigCases.Environment), file, mutant);
                count++;
            }

            Assert.True(count > 0);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Check(ConfigResult result, string file, string mutant)
    {
        Assert.True(result.Model is null == result.Errors.Count > 0, mutant);
        var lines = mutant.Count(letter => letter == '\n') + 1;
        foreach (var diagnostic in result.Errors.Concat(result.Warnings))
        {
            Assert.False(string.IsNullOrWhiteSpace(diagnostic.Message), mutant);
            Assert.DoesNotContain(s_partsOfSecrets, part => diagnostic.Message.Contains(part, StringComparison.Ordinal));
            if (diagnostic.Position.File == file)
            {
                Assert.InRange(diagnostic.Position.Line, 1, lines);
            }
        }
    }

    // What stands between a colon or an opening bracket and the next comma or closing one: near enough to the values.
    private static IEnumerable<(int Start, int End)> Values(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is ':' or '[' or ',')
            {
                var length = text.AsSpan(index + 1).IndexOfAny(",]}\n");
                if (length > 0)
                {
                    yield return (index + 1, index + 1 + length);
                }
            }
        }
    }
}
