using System.Diagnostics;

namespace AwsAuthFastProxy.Packages.Tests;

/// <summary>A command that ran to its end.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Text">What it wrote, standard output before standard error.</param>
internal sealed record Command(int Status, string Text)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(20);

    /// <summary>Runs <paramref name="file"/> with nothing on standard input; one that takes too long is ended and throws.</summary>
    public static async Task<Command> RunAsync(string file, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var longest = new CancellationTokenSource(s_longest);
        Task<string> output = process.StandardOutput.ReadToEndAsync(longest.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(longest.Token);
        try
        {
            await process.WaitForExitAsync(longest.Token);
            return new Command(process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', start.ArgumentList)} did not end.");
        }
    }
}
