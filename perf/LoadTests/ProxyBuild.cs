using System.Diagnostics;

namespace AwsAuthFastProxy.LoadTests;

/// <summary>Builds this proxy from the repository.</summary>
internal static class ProxyBuild
{
    /// <summary>Builds the release; the file to run.</summary>
    public static string Build()
    {
        string project = Path.Combine(Workspace.Repository, "src", "AwsAuthFastProxy");
        Console.WriteLine("Building the proxy...");
        using Process build = Process.Start("dotnet", ["build", project, "-c", "Release", "-v", "q", "-nologo"]);
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            throw new LoadTestException("the proxy does not build");
        }

        return Path.Combine(project, "bin", "Release", "net10.0", "aws-auth-fast-proxy.dll");
    }
}
