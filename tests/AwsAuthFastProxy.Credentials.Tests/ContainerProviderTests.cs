using AwsAuthFastProxy.Credentials.Tests.Fakes;

namespace AwsAuthFastProxy.Credentials.Tests;

/// <summary>The role of an ECS task or an EKS pod.</summary>
public sealed class ContainerProviderTests : ProviderTests, IDisposable
{
    private readonly FakeService _service = EnvironmentScope.Service;
    private readonly EnvironmentScope _environment = new(static _ => FakeAnswer.Json(MetadataFake.Document(InAnHour)));

    public ContainerProviderTests()
    {
        Environment.SetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"{_service.Url}/v1/credentials");
    }

    public void Dispose() => _environment.Dispose();

    [Fact]
    public async Task Task_GetsItsRole()
    {
        Environment.SetEnvironmentVariable("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of-the-task");
        await AssertKeysAsync(new ContainerProvider(), MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour);
        Assert.Equal("of-the-task", Assert.Single(_service.Requests).Field("Authorization"));
        Assert.Equal("/v1/credentials", _service.Requests[0].Path);
    }

    [Fact]
    public async Task Pod_SendsTheTokenOfItsFileAsItIsNow()
    {
        string file = EnvironmentScope.Write("token", "first");
        Environment.SetEnvironmentVariable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file);
        await AssertKeysAsync(new ContainerProvider(), MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour);
        File.WriteAllText(file, "second");
        await AssertKeysAsync(new ContainerProvider(), MetadataFake.AccessKey, MetadataFake.Secret, MetadataFake.Token, InAnHour);
        Assert.Equal(["first", "second"], _service.Requests.Select(static request => request.Field("Authorization")));
    }

    [Fact]
    public async Task ErrorStatus_IsRefused()
    {
        _service.Answer = static _ => new FakeAnswer(500, "SECRETPAGE");
        await AssertRefusedAsync(new ContainerProvider());
    }

    [Fact]
    public async Task Page_IsRefused()
    {
        _service.Answer = static _ => FakeAnswer.Page;
        await AssertRefusedAsync(new ContainerProvider());
    }

    [Fact]
    public async Task ErrorDocumentWithStatus200_IsRefused()
    {
        _service.Answer = static _ => FakeAnswer.Json("""{ "code": "InternalError", "message": "SECRETPAGE" }""");
        await AssertRefusedAsync(new ContainerProvider());
    }

    [Fact]
    public async Task NoEndpoint_SaysWhichVariables()
    {
        Environment.SetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI", null);
        Assert.Contains("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", await AssertRefusedAsync(new ContainerProvider()), StringComparison.Ordinal);
    }
}
