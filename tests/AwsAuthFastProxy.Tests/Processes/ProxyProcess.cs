using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>The built executable, running.</summary>
internal sealed partial class ProxyProcess : IDisposable
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Terminate = 15;
    public const int User1 = 10;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "aws-auth-fast-proxy.dll");

    private readonly Process _process;

    private ProxyProcess(Process process) => _process = process;

    /// <summary>What it writes to standard output.</summary>
    public OutputLines Output { get; } = new();

    /// <summary>What it writes to standard error.</summary>
    public OutputLines Error { get; } = new();

    public int Id => _process.Id;

    /// <summary>The arguments as every user of the machine sees them.</summary>
    public string CommandLine => File.ReadAllText($"/proc/{Id}/cmdline");

    public static ProxyProcess Start(IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        Start("dotnet", variables, [s_program, .. arguments]);

    /// <summary>Starts it with no more descriptors than so many.</summary>
    public static ProxyProcess StartLimited(int descriptors, params string[] arguments) =>
        Start("sh", new Dictionary<string, string>(), ["-c", $"ulimit -n {descriptors} && exec dotnet \"$@\"", "sh", s_program, .. arguments]);

    private static ProxyProcess Start(string executable, IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var proxy = new ProxyProcess(new Process { StartInfo = start });
        proxy._process.OutputDataReceived += (_, line) => proxy.Output.WriteLine(line.Data);
        proxy._process.ErrorDataReceived += (_, line) => proxy.Error.WriteLine(line.Data);
        proxy._process.Start();
        proxy._process.BeginOutputReadLine();
        proxy._process.BeginErrorReadLine();
        return proxy;
    }

    /// <summary>The port of its admin listener, once it listens.</summary>
    public int AdminPort => int.Parse(Admin().Match(Error.Text).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Waits until it listens; returns the port.</summary>
    public async Task<int> ListeningAsync()
    {
        await Error.WaitForAsync(" workers).");
        return int.Parse(Port().Match(Error.Text).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Signal(int signal) => Assert(Kill(Id, signal) == 0);

    /// <summary>Waits for its end and the last of its output; returns its exit status.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [GeneratedRegex(@"Admin listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Admin();

    [GeneratedRegex(@"Listening on 127\.0\.0\.1:(\d+) ")]
    private static partial Regex Port();
}
