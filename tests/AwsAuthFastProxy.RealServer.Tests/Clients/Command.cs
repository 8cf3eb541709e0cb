using System.Diagnostics;
using System.Text;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>A command that ran to its end.</summary>
/// <param name="Line">What was run.</param>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Command(string Line, int Status, byte[] Output, string Error)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(3);

    /// <summary>Standard output as text.</summary>
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Runs <paramref name="file"/> with nothing on standard input; one that takes too long is ended and throws.</summary>
    public static Command Run(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Run(start, s_longest);
    }

    /// <summary>Runs <paramref name="file"/> in <paramref name="folder"/> with nothing on standard input and no other variables than <paramref name="environment"/>.</summary>
    public static Command RunAlone(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder, TimeSpan longest)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Run(start, longest);
    }

    /// <summary>This command, or the test fails with what it said.</summary>
    public Command RequireSuccess()
    {
        Assert.True(Status == 0, $"{Line}: exit status {Status}: {Error}\n{Text}");
        return this;
    }

    private static Command Run(ProcessStartInfo start, TimeSpan longest)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        string line = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(longest) || !Task.WaitAll([reading, error], longest))
        {
            process.Kill(entireProcessTree: true);
            string said = Task.WaitAll([reading, error], s_longest) ? $"{error.Result}\n{Encoding.UTF8.GetString(output.ToArray())}" : "";
            throw new TimeoutException($"{line} did not end: {said}");
        }

        return new Command(line, process.ExitCode, output.ToArray(), error.Result);
    }
}
