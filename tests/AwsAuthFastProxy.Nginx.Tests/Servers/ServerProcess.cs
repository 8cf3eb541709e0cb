using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>nginx or the proxy as a process, listening on all ports of its <see cref="ServerFolder"/>.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Nginx = "/usr/sbin/nginx";
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);
    private readonly List<string> _output = [];
    private readonly Process _process;

    private ServerProcess(ServerFolder folder, string file, params string[] arguments)
    {
        Folder = folder;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = folder.Path },
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        foreach (int port in folder.Ports.Values)
        {
            WaitFor(port);
        }
    }

    /// <summary>Its files.</summary>
    public ServerFolder Folder { get; }

    /// <summary>What it has said so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Skips the test where nginx is not installed, or fails it where that is asked for.</summary>
    public static void RequireNginx()
    {
        const string Reason = "There is no nginx: sudo tests/servers/install.sh nginx-light";
        if (!File.Exists(Nginx) && Environment.GetEnvironmentVariable("AAFP_REQUIRE_NGINX") == "1")
        {
            Assert.Fail(Reason);
        }

        Skip.IfNot(File.Exists(Nginx), Reason);
    }

    /// <summary>What is different in the text that nginx gets: folders of its own, and none of the module's directives.</summary>
    public static string ForNginx(string folder, string text)
    {
        string folders = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(name => $" {name}_temp_path {folder}/{name};"));
        int http = text.IndexOf("http {", StringComparison.Ordinal) + "http {".Length;
        return SignedText.WithoutSigning(text.Insert(http, folders));
    }

    /// <summary>Starts Debian's nginx as one process in the foreground, with nothing of the system's.</summary>
    public static ServerProcess StartNginx(ServerFolder folder) => new(
        folder, Nginx, "-p", folder.Path, "-c", folder.MainFile, "-e", Path.Combine(folder.Path, "error.log"),
        "-g", $"daemon off; master_process off; pid {folder.Path}/nginx.pid;");

    /// <summary>Starts the proxy.</summary>
    public static ServerProcess StartProxy(ServerFolder folder)
    {
        string[] command = ProxyProgram.Command(Repository.Program);
        return new(folder, command[0], [.. command[1..], "run", "-c", folder.MainFile, "--workers", "1"]);
    }

    /// <summary>Tells it to drain and end, and waits until it has.</summary>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        Assert.True(_process.WaitForExit(s_longest), $"It did not stop:\n{Output}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Folder.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }

    /// <summary>Tries until something listens: nginx says nothing when it does.</summary>
    private void WaitFor(int port)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!_process.HasExited && Stopwatch.GetElapsedTime(began) < s_longest)
            {
                _process.WaitForExit(20);
            }
            catch (SocketException)
            {
                if (_process.HasExited)
                {
                    // Without a limit this also waits for the last lines of what it said.
                    _process.WaitForExit();
                }

                string errors = Path.Combine(Folder.Path, "error.log");
                string said = $"{Output}\n{(File.Exists(errors) ? File.ReadAllText(errors) : "")}";
                Dispose();
                throw new InvalidOperationException($"{_process.StartInfo.FileName} does not listen:\n{said}");
            }
        }
    }
}
