using System.Runtime.CompilerServices;

namespace AwsAuthFastProxy.Credentials.Tests.Fakes;

/// <summary>
/// The variables that AWSSDK and we look at, for one test: unset, but for those that lead to the fakes. Tests that use it run one after the
/// other.
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

    // AWSSDK keeps for the life of the process where it first found the metadata service and the shared files.
    private static readonly DirectoryInfo s_folder = Directory.CreateTempSubdirectory("aafp-keys-");

    public EnvironmentScope(Func<FakeRequest, FakeAnswer> answer)
    {
        Service.Clear(answer);
        Set();
    }

    /// <summary>What answers as the metadata service and as STS.</summary>
    public static FakeService Service { get; } = new(static _ => FakeAnswer.Page);

    /// <summary>Where <c>config</c> and <c>credentials</c> are looked for; empty when a test begins.</summary>
    public static string Folder => s_folder.FullName;

    /// <summary>Writes a file into <see cref="Folder"/> and returns its path.</summary>
    public static string Write(string name, string content)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Set();

    /// <summary>As it is when a test begins; and before anything of AWSSDK is touched, which takes to files only if they are there by then.</summary>
    [ModuleInitializer]
    internal static void Set()
    {
        foreach (FileInfo file in s_folder.GetFiles())
        {
            file.Delete();
        }

        Write("config", "");
        Write("credentials", "");
        foreach (string name in s_names)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Path.Combine(Folder, "config"));
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(Folder, "credentials"));
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", Service.Url);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_STS", Service.Url);
    }
}
