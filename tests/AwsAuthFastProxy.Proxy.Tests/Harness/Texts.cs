using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>Texts with variables.</summary>
internal static class Texts
{
    public static TextTemplate Of(string text, TextScope scope = TextScope.Request)
    {
        Assert.True(TextTemplate.TryParse(text, new VariableNames(), scope, out TextTemplate? template, out string? reason, out string? unknown), $"{text}: {reason} {unknown}");
        return template;
    }
}
