using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AwsAuthFastProxy.LoadTests;

/// <summary>Builds this proxy from the repository.</summary>
internal static class ProxyBuild
{
    /// <summary>Builds the release; the file to run.</summary>
    public static string Build()
    {
        string project = Path.Combine(Workspace.Repository, "src", "AwsAuthFastProxy");
        Console.WriteLine("Building the proxy...");
        Run("dotnet", ["build", project, "-c", "Release", "-v", "q", "-nologo"]);
        return Path.Combine(project, "bin", "Release", "net10.0", "aws-auth-fast-proxy.dll");
    }

    /// <summary>Makes what users install, with its runtime; the file to run.</summary>
    public static string Publish()
    {
        // On a disk, as installed: pages of a file in memory count otherwise.
        string folder = Path.Combine(Workspace.Repository, "artifacts", "perf", "published");
        string machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        Console.WriteLine("Publishing the proxy...");
        Run(Path.Combine(Workspace.Repository, "deploy", "build", "publish.sh"), [machine, folder]);
        return Path.Combine(folder, "aws-auth-fast-proxy");
    }

    private static void Run(string program, string[] arguments)
    {
        using Process build = Process.Start(program, arguments);
        build.WaitForExit();
        if (build.ExitCode != 0)
        {
            throw new LoadTestException($"the proxy cannot be made: {program} failed; --exe names one that is there");
        }
    }
}
