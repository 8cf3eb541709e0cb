using AwsAuthFastProxy.Credentials.Tests.Fakes;

namespace AwsAuthFastProxy.Credentials.Tests;

/// <summary>The role of an EC2 instance, by IMDSv2.</summary>
public sealed class InstanceProviderTests : ProviderTests, IDisposable
{
    private readonly FakeService _service = EnvironmentScope.Service;
    private readonly EnvironmentScope _environment = new(
        static request => MetadataFake.Instance(request, static () => FakeAnswer.Json(MetadataFake.Document(InAnHour))));

    public void Dispose() => _environment.Dispose();

    [Fact]
    public async Task Role_IsReadWithAToken()
    {
        await AssertKeysAsync(new InstanceProvider(), MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour);

        Assert.Equal("PUT", _service.Requests[0].Method);
        Assert.All(_service.Requests.Where(static request => request.Method == "GET"), static request =>
            Assert.Equal(MetadataFake.ApiToken, request.Field("x-aws-ec2-metadata-token")));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task NoSessionToken_IsNoReasonToAskWithout(int status)
    {
        _service.Answer = request => request.Method == "PUT" ? new FakeAnswer(status, "")
            : request.Path.EndsWith("/edge", StringComparison.Ordinal) ? FakeAnswer.Json(MetadataFake.Document(InAnHour))
            : new FakeAnswer(200, "edge");
        await AssertRefusedAsync(new InstanceProvider());

        Assert.DoesNotContain(_service.Requests, static request => request.Method == "GET");
    }

    [Fact]
    public async Task EachFetch_AsksAnew()
    {
        await AssertKeysAsync(new InstanceProvider(), MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour);
        _service.Answer = static request => MetadataFake.Instance(request, static () => FakeAnswer.Json(MetadataFake.Document(InAnHour.AddHours(1))));
        await AssertKeysAsync(new InstanceProvider(), MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour.AddHours(1));
    }

    [Fact]
    public async Task ExpiredKeys_AreNotStretched()
    {
        _service.Answer = static request => MetadataFake.Instance(request, static () => FakeAnswer.Json(MetadataFake.Document(InAnHour.AddHours(-2))));
        Assert.Contains("expired", await AssertRefusedAsync(new InstanceProvider()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RoleThatMayNotBeAssumed_SaysSo()
    {
        _service.Answer = static request => MetadataFake.Instance(
            request, static () => FakeAnswer.Json(MetadataFake.Document(InAnHour, "AssumeRoleUnauthorizedAccess")));
        Assert.Contains("AssumeRoleUnauthorizedAccess", await AssertRefusedAsync(new InstanceProvider()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task ErrorInPlaceOfTheRole_IsRefused(int status)
    {
        _service.Answer = request => MetadataFake.Instance(request, () => new FakeAnswer(status, "SECRETPAGE"));
        await AssertRefusedAsync(new InstanceProvider());
    }

    [Fact]
    public async Task PageInPlaceOfTheRole_IsRefused()
    {
        _service.Answer = static request => MetadataFake.Instance(request, static () => FakeAnswer.Page);
        await AssertRefusedAsync(new InstanceProvider());
    }

    [Fact]
    public async Task PageInPlaceOfEverything_IsRefused()
    {
        _service.Answer = static _ => FakeAnswer.Page;
        await AssertRefusedAsync(new InstanceProvider());
    }

    [Fact]
    public async Task SwitchedOff_SaysSo()
    {
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Assert.Contains("AWS_EC2_METADATA_DISABLED", await AssertRefusedAsync(new InstanceProvider()), StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }
}
