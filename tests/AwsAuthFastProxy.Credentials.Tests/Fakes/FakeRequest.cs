namespace AwsAuthFastProxy.Credentials.Tests.Fakes;

/// <summary>A request as a fake service got it.</summary>
internal sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Fields, string Body)
{
    /// <summary>A field's value, or empty.</summary>
    public string Field(string name) => Fields.GetValueOrDefault(name, "");

    /// <summary>The parameters of a form, as AWS's query protocol sends them.</summary>
    public Dictionary<string, string> Form() => Body.Split('&').Select(static pair => pair.Split('=', 2))
        .ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')), StringComparer.Ordinal);
}
