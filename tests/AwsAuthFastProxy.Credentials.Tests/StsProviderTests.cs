using AwsAuthFastProxy.Credentials.Tests.Fakes;
using AwsAuthFastProxy.Proxy.Credentials;

namespace AwsAuthFastProxy.Credentials.Tests;

/// <summary>Roles by STS: AssumeRole with keys of another provider, and with a web identity.</summary>
public sealed class StsProviderTests : ProviderTests, IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/edge";

    private readonly FakeService _sts = new(static request => StsFake.Keys(request, InAnHour));
    private readonly EnvironmentScope _environment = new(static _ => FakeAnswer.Page);

    private StsEndpoint Endpoint => new("eu-west-1", _sts.Url, "edge-7", null);

    private AssumeRoleProvider AssumeRole => new(new FixedProvider("AKIDSOURCE", "source-secret", null), Role, "door", Endpoint);

    public void Dispose()
    {
        _environment.Dispose();
        _sts.Dispose();
    }

    [Fact]
    public async Task AssumeRole_IsSignedWithTheSourcesKeys()
    {
        await AssertKeysAsync(AssumeRole with { Sts = Endpoint with { Duration = TimeSpan.FromMinutes(30) } }, StsFake.AccessKey, StsFake.Secret, StsFake.Token, InAnHour);

        FakeRequest request = Assert.Single(_sts.Requests);
        Dictionary<string, string> form = request.Form();
        Assert.Equal("AssumeRole", form["Action"]);
        Assert.Equal(Role, form["RoleArn"]);
        Assert.Equal("edge-7", form["RoleSessionName"]);
        Assert.Equal("door", form["ExternalId"]);
        Assert.Equal("1800", form["DurationSeconds"]);
        Assert.Contains("Credential=AKIDSOURCE/", request.Field("Authorization"), StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/sts/aws4_request", request.Field("Authorization"), StringComparison.Ordinal);
        Assert.DoesNotContain("source-secret", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AssumeRoleOfARole_AsksForBothEachTime()
    {
        var second = new AssumeRoleProvider(AssumeRole, Role + "2", null, Endpoint);
        await AssertKeysAsync(second, StsFake.AccessKey, StsFake.Secret, StsFake.Token, InAnHour);
        await AssertKeysAsync(second, StsFake.AccessKey, StsFake.Secret, StsFake.Token, InAnHour);

        Assert.Equal([Role, Role + "2", Role, Role + "2"], _sts.Requests.Select(static request => request.Form()["RoleArn"]));
        Assert.Equal(StsFake.Token, _sts.Requests[1].Field("x-amz-security-token"));
    }

    [Fact]
    public async Task Refusal_IsTold()
    {
        _sts.Answer = static _ => StsFake.Denied;
        string reason = await AssertRefusedAsync(AssumeRole);
        Assert.Contains("AccessDenied", reason, StringComparison.Ordinal);
        Assert.Contains("not authorized to perform: sts:AssumeRole", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorStatus_IsRefused()
    {
        _sts.Answer = static _ => new FakeAnswer(500, "SECRETPAGE");
        Assert.Contains("500", await AssertRefusedAsync(AssumeRole), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_IsRefused()
    {
        _sts.Answer = static _ => FakeAnswer.Page;
        await AssertRefusedAsync(AssumeRole);
    }

    [Fact]
    public async Task EmptyAnswer_IsRefused()
    {
        _sts.Answer = static _ => FakeAnswer.Xml(200, "<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>");
        await AssertRefusedAsync(AssumeRole);
    }

    [Fact]
    public async Task ExpiredKeys_AreRefused()
    {
        _sts.Answer = static request => StsFake.Keys(request, InAnHour.AddHours(-2));
        Assert.Contains("expired", await AssertRefusedAsync(AssumeRole), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyThere_SaysSo()
    {
        _sts.Dispose();
        Assert.Contains("refused", await AssertRefusedAsync(AssumeRole), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SourceWithoutKeys_IsNamed()
    {
        string reason = await AssertRefusedAsync(AssumeRole with { Source = new ContainerProvider() });
        Assert.StartsWith("no keys from its source, container: ", reason, StringComparison.Ordinal);
        Assert.Empty(_sts.Requests);
    }

    [Fact]
    public async Task WebIdentity_SendsTheTokenOfItsFileUnsigned()
    {
        string file = EnvironmentScope.Write("token", "a.web.token\n");
        await AssertKeysAsync(new WebIdentityProvider(file, Role, Endpoint), StsFake.AccessKey, StsFake.Secret, StsFake.Token, InAnHour);

        FakeRequest request = Assert.Single(_sts.Requests);
        Assert.Equal("AssumeRoleWithWebIdentity", request.Form()["Action"]);
        Assert.Equal("a.web.token", request.Form()["WebIdentityToken"]);
        Assert.Equal("", request.Field("Authorization"));
    }

    [Fact]
    public async Task WebIdentity_OfTheEnvironment()
    {
        Environment.SetEnvironmentVariable("AWS_WEB_IDENTITY_TOKEN_FILE", EnvironmentScope.Write("token", "a.web.token"));
        Environment.SetEnvironmentVariable("AWS_ROLE_ARN", Role);
        await AssertKeysAsync(new WebIdentityProvider(null, null, Endpoint), StsFake.AccessKey, StsFake.Secret, StsFake.Token, InAnHour);
        Assert.Equal(Role, Assert.Single(_sts.Requests).Form()["RoleArn"]);
    }

    [Fact]
    public async Task WebIdentity_WithoutItsFileSaysWhich()
    {
        string reason = await AssertRefusedAsync(new WebIdentityProvider(Path.Combine(EnvironmentScope.Folder, "gone"), Role, Endpoint));
        Assert.Contains("gone", reason, StringComparison.Ordinal);
        Assert.Contains("AWS_WEB_IDENTITY_TOKEN_FILE", await AssertRefusedAsync(new WebIdentityProvider(null, Role, Endpoint)), StringComparison.Ordinal);
    }

    [Fact]
    public void SameConfiguration_IsEqual()
    {
        Assert.Equal(AssumeRole, AssumeRole);
        Assert.NotEqual<CredentialProvider>(AssumeRole, AssumeRole with { Source = new FixedProvider("AKIDSOURCE", "other-secret", null) });
        Assert.DoesNotContain("source-secret", AssumeRole.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshedCredentials_SignWithWhatStsGave()
    {
        using var credentials = new RefreshedCredentials("edge", AssumeRole);
        await credentials.StartAsync(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        using SigV4.SigningKey? key = credentials.TryCreateKey(20261122, "us-east-1", "s3", out string? reason);
        Assert.Null(reason);
        Assert.Equal(StsFake.AccessKey, key!.AccessKeyId);
        Assert.Equal(StsFake.Token, key.SessionToken);
        Assert.Equal("assumeRole", credentials.Status(DateTimeOffset.UtcNow).Provider);
        Assert.Equal(InAnHour, credentials.Status(DateTimeOffset.UtcNow).Expires);
    }
}
