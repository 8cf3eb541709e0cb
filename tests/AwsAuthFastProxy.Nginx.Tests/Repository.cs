using System.Reflection;

namespace AwsAuthFastProxy.Nginx.Tests;

/// <summary>The working tree these tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its top.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What nginx and the proxy are compared by.</summary>
    public static string Cases => Path.Combine(Root, "tests", "cases", "nginx");

    /// <summary>The proxy as this build made it; <c>AAFP_PROXY</c> names another, such as a published one.</summary>
    public static string Proxy =>
        Environment.GetEnvironmentVariable("AAFP_PROXY")
        ?? Path.Combine(Root, "src", "AwsAuthFastProxy", "bin", Metadata("Configuration"), Metadata("TargetFramework"), "aws-auth-fast-proxy.dll");

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
