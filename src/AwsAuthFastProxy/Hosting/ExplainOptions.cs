namespace AwsAuthFastProxy.Hosting;

/// <summary>The request to explain.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Headers">Its header fields, each <c>Name: value</c>.</param>
/// <param name="Url">Its URL, or its path.</param>
/// <param name="ErrorFile">A file with the error document that a server answered it with, or null.</param>
internal sealed record ExplainOptions(string Method, IReadOnlyList<string> Headers, string Url, string? ErrorFile);
