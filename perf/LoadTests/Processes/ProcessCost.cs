using System.Globalization;

namespace AwsAuthFastProxy.LoadTests.Processes;

/// <summary>What a process has used since it began.</summary>
/// <param name="CpuNanoseconds">User and system time of all its threads.</param>
/// <param name="UserTicks">User time in ticks of 1/100 s, for the split.</param>
/// <param name="SystemTicks">System time in ticks of 1/100 s.</param>
/// <param name="VoluntarySwitches">Times a living thread of it waited.</param>
/// <param name="InvoluntarySwitches">Times a living thread of it was put aside.</param>
/// <param name="ResidentKiB">Its resident memory now.</param>
internal readonly record struct ProcessCost(
    long CpuNanoseconds, long UserTicks, long SystemTicks, long VoluntarySwitches, long InvoluntarySwitches, long ResidentKiB)
{
    /// <summary>Reads it from the kernel.</summary>
    public static ProcessCost Read(int processId)
    {
        long voluntary = 0;
        long involuntary = 0;
        foreach (string task in Directory.GetDirectories($"/proc/{processId}/task"))
        {
            try
            {
                foreach (string line in File.ReadLines(Path.Combine(task, "status")))
                {
                    voluntary += Value(line, "voluntary_ctxt_switches:");
                    involuntary += Value(line, "nonvoluntary_ctxt_switches:");
                }
            }
            catch (IOException)
            {
                // The thread ended meanwhile.
            }
        }

        string stat = File.ReadAllText($"/proc/{processId}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessCost(
            LinuxProcess.CpuNanoseconds(processId), Number(fields[11]), Number(fields[12]), voluntary, involuntary, Resident(processId));
    }

    /// <summary>VmRSS of a process.</summary>
    public static long Resident(int processId) =>
        File.ReadLines($"/proc/{processId}/status").Sum(static line => Value(line, "VmRSS:"));

    /// <summary>What was used between two readings; memory is the later one's.</summary>
    public ProcessCost Since(ProcessCost earlier) => new(
        CpuNanoseconds - earlier.CpuNanoseconds,
        UserTicks - earlier.UserTicks,
        SystemTicks - earlier.SystemTicks,
        VoluntarySwitches - earlier.VoluntarySwitches,
        InvoluntarySwitches - earlier.InvoluntarySwitches,
        ResidentKiB);

    private static long Value(string line, string key) =>
        line.StartsWith(key, StringComparison.Ordinal) ? Number(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) : 0;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
