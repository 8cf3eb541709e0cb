using System.Diagnostics;

namespace AwsAuthFastProxy.LoadTests.Processes;

/// <summary>
/// A process started here. It is bound to cores, ends with this one even when this one is killed (PR_SET_PDEATHSIG), and is ended by
/// its own id. Started from the main thread only: the kernel watches the thread that forked.
/// </summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private Child(Process process) => _process = process;

    /// <summary>Its id: wrappers replace themselves by the program (exec).</summary>
    public int Id => _process.Id;

    /// <summary>True once it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has said, both streams.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts <paramref name="program"/> on <paramref name="cores"/> (such as <c>0</c> or <c>0,1</c>).</summary>
    public static Child Start(string cores, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["--pdeathsig", "TERM", "taskset", "-c", cores, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new Child(new Process { StartInfo = start });
        child._process.OutputDataReceived += child.OnLine;
        child._process.ErrorDataReceived += child.OnLine;
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        Children.Add(child);
        return child;
    }

    /// <summary>Runs a program to its end; its output. Throws when it fails or takes longer than <paramref name="seconds"/>.</summary>
    public static string Run(string cores, string program, IEnumerable<string> arguments, int seconds)
    {
        string[] all = [.. arguments];
        using Child child = Start(cores, program, all);
        if (!child._process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            throw new LoadTestException($"{program} {string.Join(' ', all)} did not end within {seconds} s:\n{child.Output}");
        }

        child._process.WaitForExit();
        return child._process.ExitCode == 0
            ? child.Output
            : throw new LoadTestException($"{program} {string.Join(' ', all)} failed ({child._process.ExitCode}):\n{child.Output}");
    }

    /// <summary>Waits until a line it says contains <paramref name="text"/>; the line.</summary>
    public string WaitForLine(string text, int seconds)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            lock (_lines)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }
            }

            if (HasExited)
            {
                break;
            }

            Thread.Sleep(1);
        }

        throw new LoadTestException($"{_process.StartInfo.ArgumentList[5]} never said \"{text}\":\n{Output}");
    }

    /// <summary>Asks it to end and waits; true when it did in time.</summary>
    public bool Stop(int seconds)
    {
        if (!HasExited)
        {
            LinuxProcess.Signal(Id, LinuxProcess.Terminate);
        }

        return _process.WaitForExit(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Ends it and what it started: by asking, so that a master process ends its workers, then by force.</summary>
    public void Dispose()
    {
        Children.Remove(this);
        if (!Stop(seconds: 3))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(2000);
        }

        _process.Dispose();
    }

    private void OnLine(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
