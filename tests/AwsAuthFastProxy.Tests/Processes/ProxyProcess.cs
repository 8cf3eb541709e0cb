using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Tests.Shared;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>The built executable, running.</summary>
internal sealed partial class ProxyProcess : IDisposable
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Terminate = 15;
    public const int User1 = 10;
    public const int User2 = 12;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string s_built = Path.Combine(AppContext.BaseDirectory, "aws-auth-fast-proxy.dll");

    private readonly Process _process;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProxyProcess(Process process)
    {
        _process = process;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _ended.TrySetResult();
    }

    /// <summary>What starts it, before its own arguments (<see cref="ProxyProgram"/>).</summary>
    public static string[] Command { get; } = ProxyProgram.Command(s_built);

    /// <summary>What it writes to standard output.</summary>
    public OutputLines Output { get; } = new();

    /// <summary>What it writes to standard error.</summary>
    public OutputLines Error { get; } = new();

    public int Id => _process.Id;

    /// <summary>The arguments as every user of the machine sees them.</summary>
    public string CommandLine => File.ReadAllText($"/proc/{Id}/cmdline");

    /// <summary>The processes that took its place, one after the other.</summary>
    public IReadOnlyList<int> Successors => [.. Successor().Matches(Error.Text).Select(static match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Starts this build's by another name of the host.</summary>
    public static ProxyProcess StartBy(string host, params string[] arguments) => Start(host, new Dictionary<string, string>(), [s_built, .. arguments]);

    public static ProxyProcess Start(IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        Start(Command[0], variables, [.. Command[1..], .. arguments]);

    /// <summary>Starts it with no more descriptors than so many.</summary>
    public static ProxyProcess StartLimited(int descriptors, params string[] arguments) =>
        Start("sh", new Dictionary<string, string>(), ["-c", $"ulimit -n {descriptors} && exec \"$@\"", "sh", .. Command, .. arguments]);

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

    /// <summary>Waits until so many have taken its place, one after the other; returns the last.</summary>
    public async Task<int> SuccessorAsync(int count)
    {
        await Error.WaitForAsync(" serves now;", count);
        return Successors[count - 1];
    }

    public void Signal(int signal) => SignalTo(Id, signal);

    /// <summary>Signals one of its successors.</summary>
    public void Signal(int process, int signal)
    {
        Assert(process == Id || Successors.Contains(process));
        SignalTo(process, signal);
    }

    public static void SignalTo(int process, int signal) => Assert(Kill(process, signal) == 0);

    /// <summary>Waits for its own end, whoever else has its output; returns its exit status.</summary>
    public async Task<int> EndedAsync()
    {
        await _ended.Task.WaitAsync(s_patience);
        return _process.ExitCode;
    }

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

        foreach (var successor in Successors.Where(static successor => IsOurs(successor)))
        {
            _ = Kill(successor, 9);
        }

        _process.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    // Its number may be another's by now.
    private static bool IsOurs(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/cmdline");
            return line.Contains(Command[^1], StringComparison.Ordinal) || line.Contains(s_built, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Assert(bool condition) => Xunit.Assert.True(condition);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [GeneratedRegex(@"Upgrade: process (\d+) serves now")]
    private static partial Regex Successor();

    [GeneratedRegex(@"Admin listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Admin();

    [GeneratedRegex(@"Listening on 127\.0\.0\.1:(\d+) ")]
    private static partial Regex Port();
}
