using System.Reflection;

namespace AwsAuthFastProxy.Tests.Shared;

/// <summary>The working tree these tests were built from, for those that start the product and do not link to it.</summary>
internal static class Repository
{
    /// <summary>Its top.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Cases that tests share.</summary>
    public static string Cases => Path.Combine(Root, "tests", "cases");

    /// <summary>Scripts of the test servers.</summary>
    public static string Servers => Path.Combine(Root, "tests", "servers");

    /// <summary>The proxy as this build made it.</summary>
    public static string Program =>
        Path.Combine(Root, "src", "AwsAuthFastProxy", "bin", Metadata("Configuration"), Metadata("TargetFramework"), "aws-auth-fast-proxy.dll");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "AwsAuthFastProxy.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no working tree.");
    }
}
