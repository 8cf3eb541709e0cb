using System.Text.Json;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Tests.Configuration;
using Xunit;

namespace AwsAuthFastProxy.Tests.Admin;

/// <summary>What <c>/config</c> shows of what was written.</summary>
public sealed class MaskedConfigTests
{
    public static TheoryData<string> ValidNames => [.. ConfigCases.Names("valid")];

    [Theory]
    [InlineData("secretKey", "\"SECRET\"")]
    [InlineData("sessionToken", "\"SECRET\"")]
    [InlineData("signingKey", "\"SECRET\"")]
    [InlineData("secretKey", "12345678")]
    [InlineData("sessionToken", "\"SECRET${env:PORT}\"")]
    [InlineData("sessionToken", "\"${env:PORT}SECRET}\"")]
    [InlineData("somethingNew", "\"SECRET\"")]
    [InlineData("somethingNew", "[ \"SECRET\", { \"deep\": \"SECRET\" } ]")]
    [InlineData("somethingNew", "{ \"provider\": \"SECRET\" }")]
    public void ValuesOfCredentials_AreMasked(string key, string value)
    {
        string shown = Shown($$"""{ "credentials": { "c": { "accessKey": "AKIDEXAMPLE", "{{key}}": {{value}} } } }""");

        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("12345678", shown, StringComparison.Ordinal);
        Assert.Contains("AKIDEXAMPLE", shown, StringComparison.Ordinal);
        Assert.Contains(MaskedConfig.Mask, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("basicAuthUsers")]
    [InlineData("proxyPassword")]
    [InlineData("bearerToken")]
    [InlineData("Authorization")]
    [InlineData("keyPassphrase")]
    public void ValuesNamedLikeSecrets_AreMaskedEverywhere(string key)
    {
        string shown = Shown($$"""{ "routes": [ { "path": "/shown", "{{key}}": { "name": "SECRET", "list": [ "SECRET" ] } } ] }""");

        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("/shown", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Basic SECRET")]
    [InlineData("X-Api-Key", "SECRET")]
    [InlineData("Cookie", "a=SECRET")]
    [InlineData("X-Auth", "Bearer SECRET${env:PORT}")]
    [InlineData("x-amz-security-token", "SECRET")]
    public void FieldsNamedLikeSecrets_AreMasked(string name, string value)
    {
        string shown = Shown($$"""{ "routes": [ { "setHeaders": { "X-Real-IP": "$remote_addr", "{{name}}": "{{value}}" } } ], "keyed": { "key": "shown" } }""");

        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("$remote_addr", shown, StringComparison.Ordinal);
        Assert.Contains("\"shown\"", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void References_AreShownAndNotFollowed()
    {
        string shown = Shown("""{ "credentials": { "c": { "secretKey": "${env:AWS_SECRET_ACCESS_KEY}", "sessionToken": "${file:token}" } }, "a": "${env:PORT}" }""");

        using JsonDocument document = JsonDocument.Parse(shown);
        JsonElement credentials = document.RootElement.GetProperty("credentials").GetProperty("c");
        Assert.Equal("${env:AWS_SECRET_ACCESS_KEY}", credentials.GetProperty("secretKey").GetString());
        Assert.Equal("${file:token}", credentials.GetProperty("sessionToken").GetString());
        Assert.Equal("${env:PORT}", document.RootElement.GetProperty("a").GetString());
    }

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void Corpus_IsShownAsJsonWithoutSecrets(string name)
    {
        string shown = ConfigCases.Load("valid", name).Model!.Written;

        using JsonDocument document = JsonDocument.Parse(shown);
        Assert.True(document.RootElement.TryGetProperty("upstreams", out _));
        if (document.RootElement.TryGetProperty("credentials", out JsonElement credentials))
        {
            foreach (JsonProperty named in credentials.EnumerateObject())
            {
                foreach (JsonProperty value in named.Value.EnumerateObject().Where(static value => value.Name is "secretKey" or "sessionToken" or "signingKey"))
                {
                    Assert.Matches(@"\A(\*\*\*|\$\{(env|file):[^}]*\})\z", value.Value.GetString());
                }
            }
        }

        Assert.DoesNotContain(ConfigCases.SecretMark + "/", shown, StringComparison.Ordinal);
    }

    private static string Shown(string text) =>
        MaskedConfig.Write(AwsAuthFastProxy.Configuration.Json.JsonTreeReader.Read("f", System.Text.Encoding.UTF8.GetBytes(text), new Diagnostics())!);
}
