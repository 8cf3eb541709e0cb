namespace AwsAuthFastProxy.Credentials.Tests.Fakes;

/// <summary>
/// The variables that AWSSDK and we look at, for one test: those not given are unset, and an empty home is set. Tests that use it run one
/// after the other.
/// </summary>
internal sealed class EnvironmentScope : IDisposable
{
    private static readonly string[] s_names =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_DISABLED",
    ];

    private readonly Dictionary<string, string?> _before;

    public EnvironmentScope(params (string Name, string Value)[] variables)
    {
        Folder = Directory.CreateTempSubdirectory("aafp-keys-").FullName;
        _before = s_names.ToDictionary(static name => name, Environment.GetEnvironmentVariable);
        foreach (string name in s_names)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(Folder, "config"));
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(Folder, "credentials"));
        foreach ((string name, string value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>A folder of the test's own, where <c>config</c> and <c>credentials</c> are looked for.</summary>
    public string Folder { get; }

    /// <summary>Writes a file into <see cref="Folder"/> and returns its path.</summary>
    public string Write(string name, string content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        Directory.Delete(Folder, recursive: true);
    }
}
