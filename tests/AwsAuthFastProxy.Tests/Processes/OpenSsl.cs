using System.Diagnostics;
using Xunit;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary><c>openssl s_client</c>: a TLS client that is not the framework's.</summary>
internal static class OpenSsl
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Skips the test where there is no openssl.</summary>
    public static void Require() =>
        Skip.IfNot(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static folder => File.Exists(Path.Combine(folder, "openssl"))),
            "openssl is not installed");

    /// <summary>Connects, asks, and returns all it says; its standard error behind it.</summary>
    public static async Task<string> AskAsync(int port, string request, params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["s_client", "-connect", $"127.0.0.1:{port}", "-ign_eof", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(request);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has given up already; its words say why.
        }

        using var patience = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(patience.Token);
        return await output + await error;
    }
}
