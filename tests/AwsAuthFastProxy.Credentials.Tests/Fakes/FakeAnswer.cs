namespace AwsAuthFastProxy.Credentials.Tests.Fakes;

/// <summary>What a fake service says.</summary>
internal sealed record FakeAnswer(int Status, string Body, string Type = "text/plain")
{
    public static FakeAnswer Json(string body) => new(200, body, "application/json");

    public static FakeAnswer Xml(int status, string body) => new(status, body, "text/xml");

    /// <summary>What stands where a service should: an error page of something between, with status 200.</summary>
    public static FakeAnswer Page { get; } = new(200, "<html><body>Welcome to nginx, SECRETPAGE</body></html>", "text/html");
}
