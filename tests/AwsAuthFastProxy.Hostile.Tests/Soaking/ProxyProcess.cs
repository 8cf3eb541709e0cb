using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Hostile.Tests.Soaking;

/// <summary>The built executable, running, with its listeners on ports of the kernel's choice.</summary>
internal sealed partial class ProxyProcess : IDisposable
{
    private const int HangUp = 1;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<int> _port = new();
    private readonly TaskCompletionSource<int> _admin = new();
    private readonly HttpClient _client = new();

    public ProxyProcess(string config)
    {
        string[] command = AwsAuthFastProxy.Tests.Processes.ProxyProcess.Command;
        var start = new ProcessStartInfo(command[0], [.. command[1..], "run", "-c", config, "--workers", "2"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = new Process { StartInfo = start };
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _port.TrySetException(new InvalidOperationException("the proxy has ended: " + Log));
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has logged of level Error and above.</summary>
    public string Errors => string.Join('\n', Log.Split('\n').Where(static line => Loud().IsMatch(line)));

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Resident memory, in KiB.</summary>
    public long Resident => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>Sockets it holds open.</summary>
    public int Sockets => Directory.GetFiles($"/proc/{_process.Id}/fd").Count(static file =>
        File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true);

    public bool IsRunning => !_process.HasExited;

    public async Task<IPEndPoint> ListeningAsync() => new(IPAddress.Loopback, await _port.Task.WaitAsync(s_patience));

    /// <summary>Has it read its configuration anew.</summary>
    public void Reload() => Assert.Equal(0, Kill(_process.Id, HangUp));

    /// <summary>The sum of a gauge's values.</summary>
    public async Task<double> GaugeAsync(string name)
    {
        string page = await _client.GetStringAsync(new Uri($"http://127.0.0.1:{await _admin.Task.WaitAsync(s_patience)}/metrics"));
        string[] lines = [.. page.Split('\n').Where(line => line.StartsWith(name + " ", StringComparison.Ordinal) || line.StartsWith(name + "{", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        return lines.Sum(static line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _client.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            // Warnings of failing upstreams come by the thousand.
            if (!line.Contains(" warn", StringComparison.Ordinal) || _log.Length < 100_000)
            {
                _log.AppendLine(line);
            }
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            (match.Groups["admin"].Success ? _admin : _port).TrySetResult(int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture));
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [GeneratedRegex(@"(?<admin>Admin )?[Ll]istening on 127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();

    [GeneratedRegex(" (fail|crit): ", RegexOptions.ExplicitCapture)]
    private static partial Regex Loud();
}
