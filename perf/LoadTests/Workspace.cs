using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Processes;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests;

/// <summary>A run's directory: configurations, objects, certificate, logs. In memory where the system has a place for that, so that no disk is measured.</summary>
internal sealed class Workspace : IDisposable
{
    private const string Memory = "/dev/shm";

    public Workspace(Cores cores)
    {
        Cores = cores;
        string parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        Root = Path.Combine(parent, $"aws-auth-fast-proxy-load-{Environment.ProcessId}");
        // The origin's workers run as their own user where this one is root.
        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        foreach (string folder in (string[])["plain", "tls", "put"])
        {
            string objects = Directory.CreateDirectory(PathOf("objects", folder)).FullName;
            foreach (ObjectSize size in ObjectSize.All)
            {
                byte[] bytes = new byte[size.Bytes];
                new Random(size.Bytes).NextBytes(bytes);
                File.WriteAllBytes(Path.Combine(objects, size.Name), bytes);
            }
        }

        TestCertificate.Write(PathOf("ca.pem"), PathOf("origin.pem"), PathOf("origin.key"));
    }

    /// <summary>Who runs where.</summary>
    public Cores Cores { get; }

    /// <summary>The directory.</summary>
    public string Root { get; }

    /// <summary>The repository, found upwards from this program.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>A path inside the directory.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a text file; its path.</summary>
    public string Write(string name, string text)
    {
        string path = PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string FindRepository()
    {
        for (string? path = AppContext.BaseDirectory; path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(Path.Combine(path, "AwsAuthFastProxy.sln")))
            {
                return path;
            }
        }

        throw new LoadTestException("the repository is not above this program; run it from its build directory");
    }
}
