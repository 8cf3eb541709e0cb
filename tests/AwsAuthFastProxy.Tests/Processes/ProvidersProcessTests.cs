using AwsAuthFastProxy.Credentials.Tests.Fakes;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>
/// Each provider in a serving process, with all the calls it makes: a published program has been trimmed, and what AWSSDK finds by its name is
/// missed when it is called, not before.
/// </summary>
public sealed class ProvidersProcessTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/edge";
    private const string StartUrl = "https://example.awsapps.com/start";

    // AWS's tools keep a token in a file that is named by the SHA-1 of the session's name, or else of the start page's address.
    private const string StartUrlSha1 = "e8be5486177c5b5392bd9aa76563515b29358e6e";
    private const string TeamSha1 = "d25187dc137f35c88bc80ec8c3ffbdb17b5eb873";

    private const string BaseProfile = """
        [profile base]
        aws_access_key_id = AKIDBASE
        aws_secret_access_key = base-secret

        """;

    private static readonly DateTimeOffset s_inAnHour = DateTimeOffset.UtcNow.AddHours(1);

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeService _service = new(Answer);

    public void Dispose()
    {
        _service.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("profile", "[profile edge]\naws_access_key_id = AKIDEDGE\naws_secret_access_key = s\n", "AKIDEDGE")]
    [InlineData("profile", BaseProfile + "[profile edge]\nrole_arn = " + Role + "\nsource_profile = base\nregion = eu-west-1\n", StsFake.AccessKey)]
    [InlineData("profile", "[profile edge]\nrole_arn = " + Role + "\nweb_identity_token_file = TOKENFILE\nregion = eu-west-1\n", StsFake.AccessKey)]
    [InlineData("instance", "", MetadataFake.AccessKey)]
    [InlineData("container", "", MetadataFake.AccessKey)]
    [InlineData("chain", "", MetadataFake.AccessKey)]
    public Task Provider_HandsOutKeys(string provider, string profiles, string accessKey) => AssertKeysAsync(
        provider == "profile" ? """{ "provider": "profile", "profile": "edge" }""" : $$"""{ "provider": "{{provider}}" }""", profiles, accessKey);

    [Fact]
    public Task WebIdentity_HandsOutKeys() =>
        AssertKeysAsync($$"""{ "provider": "webIdentity", "roleArn": "{{Role}}", "tokenFile": "token" }""", "", StsFake.AccessKey);

    [Fact]
    public Task AssumedRole_HandsOutKeys() =>
        AssertKeysAsync($$"""{ "provider": "assumeRole", "roleArn": "{{Role}}", "source": "profile" }""", "[default]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n", StsFake.AccessKey);

    [Fact]
    public Task CredentialProcess_HandsOutKeys()
    {
        string output = _directory.Write("output.json", """{ "Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "s" }""");
        return AssertKeysAsync("""{ "provider": "profile", "profile": "edge" }""", $"[profile edge]\ncredential_process = cat {output}\n", "AKIDPROCESS");
    }

    [Fact]
    public Task SsoOfALoggedInUser_HandsOutKeys()
    {
        WriteToken(StartUrlSha1, $$"""{ "startUrl": "{{StartUrl}}", "region": "eu-west-1", "accessToken": "sso-token", "expiresAt": "{{StsFake.Text(s_inAnHour)}}" }""");
        return AssertKeysAsync("""{ "provider": "profile", "profile": "edge" }""", $"""
            [profile edge]
            sso_start_url = {StartUrl}
            sso_region = eu-west-1
            sso_account_id = 123456789012
            sso_role_name = edge
            region = eu-west-1
            """, "ASIASSO");
    }

    [Fact]
    public async Task SsoSessionThatHasEnded_IsRenewed()
    {
        WriteToken(TeamSha1, $$"""
            { "startUrl": "{{StartUrl}}", "region": "eu-west-1", "accessToken": "old", "expiresAt": "{{StsFake.Text(DateTimeOffset.UtcNow.AddMinutes(-5))}}",
              "clientId": "client", "clientSecret": "client-secret", "registrationExpiresAt": "{{StsFake.Text(s_inAnHour)}}", "refreshToken": "refresh" }
            """);
        await AssertKeysAsync("""{ "provider": "profile", "profile": "edge" }""", $"""
            [sso-session team]
            sso_start_url = {StartUrl}
            sso_region = eu-west-1
            sso_registration_scopes = sso:account:access
            [profile edge]
            sso_session = team
            sso_account_id = 123456789012
            sso_role_name = edge
            region = eu-west-1
            """, "ASIASSO");
        Assert.Contains(_service.Requests, static request => request.Path == "/token");
    }

    private static FakeAnswer Answer(FakeRequest request) => request.Path switch
    {
        "/task" => FakeAnswer.Json(MetadataFake.Document(s_inAnHour)),
        "/token" => FakeAnswer.Json("""{ "accessToken": "sso-token", "tokenType": "Bearer", "expiresIn": 3600, "refreshToken": "refresh2" }"""),
        var path when path.StartsWith("/federation/credentials", StringComparison.Ordinal) => request.Field("x-amz-sso_bearer_token") == "sso-token"
            ? FakeAnswer.Json($$"""
                { "roleCredentials": { "accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": {{s_inAnHour.ToUnixTimeMilliseconds()}} } }
                """)
            : new FakeAnswer(401, ""),
        "/" => StsFake.Keys(request, s_inAnHour),
        _ => MetadataFake.Instance(request, static () => FakeAnswer.Json(MetadataFake.Document(s_inAnHour))),
    };

    private void WriteToken(string sha1, string token)
    {
        Directory.CreateDirectory(_directory.File(".aws/sso/cache"));
        _directory.Write($".aws/sso/cache/{sha1}.json", token);
    }

    private async Task AssertKeysAsync(string credentials, string profiles, string accessKey)
    {
        string token = _directory.Write("token", "a.web.token");
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = _directory.Path,
            ["AWS_CONFIG_FILE"] = _directory.Write("config", profiles.Replace("TOKENFILE", token, StringComparison.Ordinal)),
            ["AWS_SHARED_CREDENTIALS_FILE"] = _directory.Write("credentials", ""),
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = _service.Url,
            ["AWS_ENDPOINT_URL"] = _service.Url,
            ["AWS_REGION"] = "eu-west-1",
        };
        if (credentials.Contains("container", StringComparison.Ordinal))
        {
            variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{_service.Url}/task";
        }

        string config = _directory.Write("proxy.json", $$"""
            { "listen": [ { "address": "127.0.0.1:0" } ],
              "credentials": { "c": {{credentials}} },
              "upstreams": { "store": { "endpoint": "http://127.0.0.1:1", "bucket": "data", "style": "path", "region": "us-east-1", "credentials": "c" } },
              "routes": [ { "path": "/", "upstream": "store" } ] }
            """);
        using var proxy = ProxyProcess.Start(variables, "run", "-c", config, "--workers", "1");
        await proxy.ListeningAsync();
        Assert.Contains($"Credentials c: {accessKey} from ", proxy.Error.Text, StringComparison.Ordinal);
    }
}
