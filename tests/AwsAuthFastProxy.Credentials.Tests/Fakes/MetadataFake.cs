namespace AwsAuthFastProxy.Credentials.Tests.Fakes;

/// <summary>The metadata service of an EC2 instance (IMDSv2) and the credential endpoint of a container.</summary>
internal static class MetadataFake
{
    public const string AccessKey = "ASIAINSTANCE";
    public const string Secret = "instance/secret+key";
    public const string Token = "instance-token==";
    public const string ApiToken = "an-api-token";

    private const string Roles = "/latest/meta-data/iam/security-credentials/";

    /// <summary>What stands in the document of a role, or of a container.</summary>
    public static string Document(DateTimeOffset expires, string code = "Success") => $$"""
        { "Code": "{{code}}", "LastUpdated": "2026-11-22T00:00:00Z", "Type": "AWS-HMAC", "AccessKeyId": "{{AccessKey}}",
          "SecretAccessKey": "{{Secret}}", "Token": "{{Token}}", "Expiration": "{{StsFake.Text(expires)}}" }
        """;

    /// <summary>An instance with the role <c>edge</c>, whose document is <paramref name="document"/>.</summary>
    public static FakeAnswer Instance(FakeRequest request, Func<FakeAnswer> document) =>
        request is { Method: "PUT", Path: "/latest/api/token" } ? new FakeAnswer(200, ApiToken)
        : request.Field("x-aws-ec2-metadata-token") != ApiToken ? new FakeAnswer(401, "")
        : request.Path.TrimEnd('/') == Roles.TrimEnd('/') ? new FakeAnswer(200, "edge")
        : request.Path == Roles + "edge" ? document()
        : new FakeAnswer(404, "");
}
