using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.RealServer.Tests.Clients;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>The proxy as a process of its own, on a port of loopback that it chose.</summary>
internal sealed partial class ProxyProcess : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);
    private readonly List<string> _log = [];
    private readonly Process _process;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="folder">Gets the configuration file; relative files in it are relative to this folder.</param>
    /// <param name="config">The configuration; its listener's port is 0.</param>
    public ProxyProcess(string folder, string config)
    {
        string file = Path.Combine(folder, "proxy.json");
        File.WriteAllText(file, config);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string[] command = ProxyProgram.Command(Repository.Program);
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], [.. command[1..], "run", "-c", file, "--workers", "1"]) { RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data, listening);
        _process.Start();
        _process.BeginErrorReadLine();
        if (!listening.Task.Wait(s_longest))
        {
            Dispose();
        }

        Port = listening.Task is { IsCompletedSuccessfully: true, Result: > 0 } ? listening.Task.Result : throw new InvalidOperationException($"The proxy does not listen:\n{Log}");
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port { get; }

    /// <summary>Bytes of memory it has in use (proc(5), VmRSS).</summary>
    public long ResidentBytes
    {
        get
        {
            string line = File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>What it has logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Tells it to drain and stop, and returns its exit status.</summary>
    public int Stop()
    {
        if (!_process.HasExited)
        {
            Command.Run("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        }

        return _process.WaitForExit(s_longest) ? _process.ExitCode : throw new TimeoutException($"The proxy did not stop:\n{Log}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"Listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();

    private void OnLine(string? line, TaskCompletionSource<int> listening)
    {
        if (line is null)
        {
            // Standard error is at its end: the process is, or will be soon.
            listening.TrySetResult(0);
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }
    }
}
