using AwsAuthFastProxy.Credentials.Tests.Fakes;

namespace AwsAuthFastProxy.Credentials.Tests;

/// <summary>Profiles of the shared files, with all that can stand in them; and the chain.</summary>
public sealed class ProfileProviderTests : ProviderTests, IDisposable
{
    private readonly FakeService _service = EnvironmentScope.Service;
    private readonly EnvironmentScope _environment = new(static request => StsFake.Keys(request, InAnHour));
    private readonly ChainProvider _chain = new(new StsEndpoint("eu-west-1", null, "edge-7", null));

    public void Dispose() => _environment.Dispose();

    [Fact]
    public async Task Keys_AreReadAnewEachTime()
    {
        EnvironmentScope.Write("credentials", "[default]\naws_access_key_id = AKID1\naws_secret_access_key = s1\n");
        await AssertKeysAsync(new ProfileProvider(null), "AKID1", "s1", null, null);
        EnvironmentScope.Write("credentials", "[default]\naws_access_key_id = AKID2\naws_secret_access_key = s2\naws_session_token = t2\n");
        await AssertKeysAsync(new ProfileProvider(null), "AKID2", "s2", "t2", null);
    }

    [Fact]
    public async Task NamedProfile_IsTaken()
    {
        EnvironmentScope.Write("credentials", "[default]\naws_access_key_id = AKID1\naws_secret_access_key = s1\n[edge]\naws_access_key_id = AKID2\naws_secret_access_key = s2\n");
        await AssertKeysAsync(new ProfileProvider("edge"), "AKID2", "s2", null, null);
        Environment.SetEnvironmentVariable("AWS_PROFILE", "edge");
        await AssertKeysAsync(new ProfileProvider(null), "AKID2", "s2", null, null);
    }

    [Fact]
    public async Task MissingProfile_IsNamed()
    {
        Assert.Contains("no profile \"edge\"", await AssertRefusedAsync(new ProfileProvider("edge")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CredentialProcess_IsRun()
    {
        string output = EnvironmentScope.Write("output.json", $$"""
            { "Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "process-secret", "SessionToken": "pt", "Expiration": "{{StsFake.Text(InAnHour)}}" }
            """);
        EnvironmentScope.Write("config", $"[profile vault]\ncredential_process = cat {output}\n");

        await AssertKeysAsync(new ProfileProvider("vault"), "AKIDPROCESS", "process-secret", "pt", InAnHour);
    }

    [Fact]
    public async Task CredentialProcess_WithoutAnEnd()
    {
        string output = EnvironmentScope.Write("output.json", """{ "Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "process-secret" }""");
        EnvironmentScope.Write("config", $"[profile vault]\ncredential_process = cat {output}\n");

        await AssertKeysAsync(new ProfileProvider("vault"), "AKIDPROCESS", "process-secret", null, null);
    }

    [Theory]
    [InlineData("echo SECRETPAGE")]
    [InlineData("echo SECRETPAGE >&2; exit 3")]
    [InlineData("no-such-program-anywhere SECRETPAGE")]
    [InlineData("true")]
    public async Task CredentialProcess_ThatFailsTellsNothingOfItsOutput(string command)
    {
        string script = EnvironmentScope.Write("script.sh", command + "\n");
        EnvironmentScope.Write("config", $"[profile vault]\ncredential_process = sh {script}\n");

        string reason = await AssertRefusedAsync(new ProfileProvider("vault"));

        Assert.Equal(command.Contains("exit 3", StringComparison.Ordinal), reason.Contains("status 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RoleOfAProfile_IsAssumedWithItsSourceProfile()
    {
        Environment.SetEnvironmentVariable("AWS_REGION", "eu-west-1");
        EnvironmentScope.Write("config", """
            [profile base]
            aws_access_key_id = AKIDBASE
            aws_secret_access_key = base-secret
            [profile edge]
            role_arn = arn:aws:iam::123456789012:role/edge
            source_profile = base
            role_session_name = edge-7
            region = eu-west-1
            """);

        await AssertKeysAsync(new ProfileProvider("edge"), StsFake.AccessKey, StsFake.Secret, StsFake.Token, InAnHour);

        FakeRequest request = Assert.Single(_service.Requests);
        Assert.Contains("Credential=AKIDBASE/", request.Field("Authorization"), StringComparison.Ordinal);
        Assert.Equal("edge-7", request.Form()["RoleSessionName"]);
    }

    [Fact]
    public async Task SsoProfileNobodyHasLoggedInto_IsRefusedAndOpensNoPage()
    {
        EnvironmentScope.Write("config", """
            [profile edge]
            sso_start_url = http://127.0.0.1:1/start
            sso_region = eu-west-1
            sso_account_id = 123456789012
            sso_role_name = edge
            region = eu-west-1
            """);

        Assert.Contains("SSO", await AssertRefusedAsync(new ProfileProvider("edge")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Environment_IsFirstInTheChain()
    {
        EnvironmentScope.Write("credentials", "[default]\naws_access_key_id = AKID1\naws_secret_access_key = s1\n");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIDENV");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "env-secret");
        await AssertKeysAsync(_chain, "AKIDENV", "env-secret", null, null, "chain (environment)");
    }

    [Fact]
    public async Task WebIdentity_IsSecondInTheChain()
    {
        EnvironmentScope.Write("credentials", "[default]\naws_access_key_id = AKID1\naws_secret_access_key = s1\n");
        Environment.SetEnvironmentVariable("AWS_WEB_IDENTITY_TOKEN_FILE", EnvironmentScope.Write("token", "a.web.token"));
        Environment.SetEnvironmentVariable("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/edge");
        await AssertKeysAsync(_chain, StsFake.AccessKey, StsFake.Secret, StsFake.Token, InAnHour, "chain (webIdentity)");
    }

    [Fact]
    public async Task Profile_IsThirdInTheChain()
    {
        EnvironmentScope.Write("credentials", "[default]\naws_access_key_id = AKID1\naws_secret_access_key = s1\n");
        Environment.SetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI", _service.Url);
        await AssertKeysAsync(_chain, "AKID1", "s1", null, null, "chain (profile)");
    }

    [Fact]
    public async Task ContainerThenInstance_AreLastInTheChain()
    {
        _service.Answer = static request => request.Path == "/task"
            ? FakeAnswer.Json(MetadataFake.Document(InAnHour))
            : MetadataFake.Instance(request, static () => FakeAnswer.Json(MetadataFake.Document(InAnHour)));
        await AssertKeysAsync(_chain, MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour, "chain (instance)");

        Environment.SetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"{_service.Url}/task");
        await AssertKeysAsync(_chain, MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour, "chain (container)");
    }

    [Fact]
    public async Task NothingAnywhere_SaysWhatWasLookedFor()
    {
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        string reason = await AssertRefusedAsync(_chain);
        Assert.StartsWith("no keys in the environment, in profiles or from a container; instance: ", reason, StringComparison.Ordinal);
    }
}
