namespace AwsAuthFastProxy.Tests.Shared;

/// <summary>The program that tests of processes start.</summary>
internal static class ProxyProgram
{
    /// <summary>What runs a built one; a test may itself be run by something else.</summary>
    public static string Host { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(static folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    /// <summary>What starts it, before its own arguments; the program itself comes last.</summary>
    /// <param name="built">The program as this build made it; <c>AAFP_PROXY</c> names another, such as a published one.</param>
    public static string[] Command(string built)
    {
        string program = Environment.GetEnvironmentVariable("AAFP_PROXY") ?? built;
        return program.EndsWith(".dll", StringComparison.Ordinal) ? [Host, program] : [program];
    }
}
