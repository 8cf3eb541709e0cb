using System.Text;

namespace AwsAuthFastProxy.Hosting;

/// <summary>
/// How this process was started, to start its successor the same way: the file by the path that was called, so that what lies there now is started,
/// and not what lay there then; arguments and environment byte by byte.
/// </summary>
/// <param name="File">The program's path.</param>
/// <param name="Arguments">Its arguments, the first is its name.</param>
internal sealed record StartedProgram(string File, IReadOnlyList<byte[]> Arguments)
{
    // What is about one process only (sd_listen_fds(3), sd_watchdog_enabled(3)).
    private static readonly string[] s_ofOneProcess =
        ["LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES", "WATCHDOG_PID", HandoverText.Variable];

    /// <summary>That of this process, to be called while its file is still in its place; null where /proc does not tell.</summary>
    public static StartedProgram? OfProcess()
    {
        try
        {
            List<byte[]> arguments = Texts("/proc/self/cmdline");
            return arguments.Count > 0 && Environment.ProcessPath is { } running
                ? new StartedProgram(FileOf(Encoding.UTF8.GetString(arguments[0]), running), arguments)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The environment that this process was started with, but for what was meant for it alone.</summary>
    public static IReadOnlyList<byte[]> Variables(HandoverText handover) =>
    [
        .. Texts("/proc/self/environ").Where(static text => !s_ofOneProcess.Any(name => text.AsSpan().StartsWith(Encoding.ASCII.GetBytes(name + "=")))),
        Encoding.ASCII.GetBytes($"{HandoverText.Variable}={handover}"),
    ];

    /// <summary>
    /// The path that <paramref name="name"/> means: it may lead over a link that will point to another version. Where it does not lead to what runs,
    /// as the name can be anything (execve(2)), the path of what runs.
    /// </summary>
    internal static string FileOf(string name, string running)
    {
        IEnumerable<string> candidates = name.Contains('/', StringComparison.Ordinal)
            ? [Path.Combine(Environment.CurrentDirectory, name)]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name));
        return candidates.FirstOrDefault(candidate => Canonical(candidate) == running) ?? running;
    }

    /// <summary>The path without links, as the kernel knows it; null when there is no such file to be read.</summary>
    private static string? Canonical(string file)
    {
        try
        {
            using var handle = System.IO.File.OpenHandle(file);
            return new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static List<byte[]> Texts(string file)
    {
        byte[] bytes = System.IO.File.ReadAllBytes(file);
        var texts = new List<byte[]>();
        for (int from = 0; from < bytes.Length;)
        {
            int end = Array.IndexOf(bytes, (byte)0, from);
            end = end < 0 ? bytes.Length : end;
            texts.Add(bytes[from..end]);
            from = end + 1;
        }

        Array.Clear(bytes);
        return texts;
    }
}
