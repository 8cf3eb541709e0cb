using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>Says where figures come from.</summary>
internal static class Machine
{
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(LoadOptions options) =>
    [
        new("Date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        new("Commit", Commit()),
        new("CPU", $"{Processor()}, {Environment.ProcessorCount} cores"),
        new("Kernel", File.ReadAllText("/proc/sys/kernel/osrelease").Trim()),
        new("TCP", $"congestion control {Setting("tcp_congestion_control")}; send buffers {Setting("tcp_wmem")}, receive buffers {Setting("tcp_rmem")} bytes (least, first, most)"),
        new("Pinned", $"candidate on core {options.Cores.Candidate}, origin on {options.Cores.Origin}, generator on {options.Cores.Generator}"),
        new("Load before", File.ReadAllText("/proc/loadavg").Trim()),
        new("nginx", FirstLine("nginx", "-v")),
        new("HAProxy", FirstLine(options.Haproxy ?? "haproxy", "-v")),
        new("wrk", FirstLine("wrk", "-v")),
        new("h2load", FirstLine("h2load", "--version")),
        new(".NET", RuntimeInformation.FrameworkDescription),
        new("Command", "dotnet run -c Release --project perf/LoadTests -- " + string.Join(' ', Environment.GetCommandLineArgs()[1..].Select(Path.GetFileName))),
    ];

    // Of the network namespace this runs in.
    private static string Setting(string name) => string.Join(' ', File.ReadAllText($"/proc/sys/net/ipv4/{name}").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Commit()
    {
        string commit = FirstLine("git", "-C", Workspace.Repository, "rev-parse", "--short=12", "HEAD");
        string changes = FirstLine("git", "-C", Workspace.Repository, "status", "--porcelain", "--", "src");
        return changes.Length == 0 ? commit : commit + ", with changes in src";
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string FirstLine(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string error = process.StandardError.ReadLine() ?? "";
            string output = process.StandardOutput.ReadLine() ?? "";
            process.WaitForExit();
            return output.Length > 0 ? output : error;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "not installed";
        }
    }
}
