using AwsAuthFastProxy.Configuration.Nginx.Directives;
using AwsAuthFastProxy.Tests.Admin;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration.Nginx;

/// <summary>The table of directives and the one for people in docs/nginx.md are the same.</summary>
public sealed class DirectiveTableTests
{
    [Fact]
    public void Handbook_HasEachDirective()
    {
        string[] written = [.. File.ReadAllLines(Path.Combine(DeployedFilesTests.Root(), "docs", "nginx.md")).SkipWhile(static line => line != "| directive | contexts | what becomes of it |").Skip(2)];

        Assert.Equal(Rows(), written);
    }

    [Fact]
    public void EveryRow_IsWhole()
    {
        Assert.All(DirectiveTable.All.Values, static rule =>
        {
            Assert.NotEqual(NginxContexts.None, rule.Contexts);
            Assert.InRange(rule.LeastArguments, 0, rule.MostArguments);
            Assert.False(string.IsNullOrWhiteSpace(rule.Words));
        });
        Assert.Equal(6, DirectiveTable.All.Keys.Count(static name => name is "aws_access_key" or "aws_key_scope" or "aws_signing_key" or "aws_s3_bucket" or "aws_endpoint" or "aws_sign"));
    }

    internal static IEnumerable<string> Rows() =>
        DirectiveTable.All.Values.OrderBy(static rule => rule.Name, StringComparer.Ordinal).Select(static rule => $"| `{rule.Name}` | {Contexts(rule.Contexts)} | {Words(rule)} |");

    private static string Words(DirectiveRule rule)
    {
        string value = rule.OnlyFor is { } only ? $"`{only}`: " : rule.NotFor is { } not ? $"other than `{not.Replace("|", "` or `", StringComparison.Ordinal)}`: " : "";
        string kind = rule.Kind switch
        {
            DirectiveKind.Translated => "",
            DirectiveKind.Nothing => "*nothing*: ",
            DirectiveKind.Changed => "*changed*: ",
            _ => "*error*: ",
        };
        return $"{value}{kind}{rule.Words}";
    }

    private static string Contexts(NginxContexts contexts) =>
        string.Concat(new[]
        {
            (NginxContexts.Main, 'm'), (NginxContexts.Events, 'e'), (NginxContexts.Http, 'h'), (NginxContexts.Upstream, 'u'), (NginxContexts.Server, 's'), (NginxContexts.Location, 'l'),
            (NginxContexts.LimitExcept, 'x'),
        }.Where(pair => contexts.HasFlag(pair.Item1)).Select(static pair => pair.Item2));
}
