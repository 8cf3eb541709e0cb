using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ProxyProcess = AwsAuthFastProxy.Tests.Processes.ProxyProcess;

namespace AwsAuthFastProxy.Hostile.Tests.Life;

/// <summary>wrk in one run and h2load in one after the other, at the lowest priority, so that they take what time is left. What they report as failed is kept.</summary>
internal sealed partial class LoadGenerator(IPEndPoint proxy, string path)
{
    /// <summary>Whether both are there.</summary>
    public static bool IsInstalled { get; } = new[] { "wrk", "h2load" }.All(static program =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))));

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _url = $"http://{proxy}{path}";
    private readonly List<string> _failures = [];
    private long _requests;

    /// <summary>What failed, in the words of the generator.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Requests that they made.</summary>
    public long Requests => _requests;

    /// <summary>Runs both until told to stop.</summary>
    public Task RunAsync(CancellationToken over) => Task.WhenAll(RunWrkAsync(over), RunH2LoadAsync(over));

    private async Task RunWrkAsync(CancellationToken over)
    {
        using Process wrk = Start("wrk", "-t", "1", "-c", "4", "-d", "3600s", "--timeout", "20s", _url);
        Task<string> output = wrk.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using (over.Register(() => ProxyProcess.SignalTo(wrk.Id, ProxyProcess.Interrupt)))
        {
            string text = await ToEndAsync(wrk, output, over);
            if (text.Length == 0)
            {
                // Told to stop before it had begun.
                return;
            }

            Match made = Made().Match(text);
            Interlocked.Add(ref _requests, made.Success ? long.Parse(made.Groups["count"].Value, CultureInfo.InvariantCulture) : 0);
            if (!made.Success || text.Contains("Socket errors", StringComparison.Ordinal) || text.Contains("Non-2xx", StringComparison.Ordinal))
            {
                Add(text);
            }
        }
    }

    private async Task RunH2LoadAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            // Not with --rps: with a rate, h2load 1.52 loses requests or hangs behind any server that says Connection: close, nginx among them.
            using Process h2Load = Start("h2load", "--h1", "-t", "1", "-c", "4", "-n", "1000", _url);
            string text = await ToEndAsync(h2Load, h2Load.StandardOutput.ReadToEndAsync(CancellationToken.None), over);
            Match done = Done().Match(text);
            Interlocked.Add(ref _requests, done.Success ? long.Parse(done.Groups["count"].Value, CultureInfo.InvariantCulture) : 0);
            if (!done.Success || !text.Contains(" 0 failed, 0 errored, 0 timeout", StringComparison.Ordinal))
            {
                Add(text);
            }
        }
    }

    /// <summary>All that a generator says; one that does not end by itself is ended, which its lack of a result then tells.</summary>
    private static async Task<string> ToEndAsync(Process generator, Task<string> output, CancellationToken over)
    {
        var told = new TaskCompletionSource();
        using (over.Register(() => told.TrySetResult()))
        {
            await Task.WhenAny(output, told.Task);
        }

        try
        {
            return await output.WaitAsync(s_patience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            generator.Kill();
            return $"{generator.StartInfo.ArgumentList[2]} did not end: {await output}";
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("nice", ["-n", "19", program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        return Process.Start(start)!;
    }

    private void Add(string text)
    {
        lock (_failures)
        {
            _failures.Add(text);
        }
    }

    [GeneratedRegex(@"(?<count>\d+) requests in ", RegexOptions.ExplicitCapture)]
    private static partial Regex Made();

    [GeneratedRegex(@"requests: \d+ total, \d+ started, (?<count>\d+) done", RegexOptions.ExplicitCapture)]
    private static partial Regex Done();
}
