using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AwsAuthFastProxy.LoadTests.Processes;

/// <summary>What Linux tells of another process beyond /proc, and signals.</summary>
internal static unsafe partial class LinuxProcess
{
    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    private const int RlimitNoFile = 7;

    /// <summary>
    /// CPU time of all threads of a process, ended ones too, in nanoseconds: its CPU-time clock (clock_getcpuclockid(3)), finer than the
    /// ticks of /proc/PID/stat.
    /// </summary>
    public static long CpuNanoseconds(int processId)
    {
        int clock = (~processId << 3) | 2;
        TimeSpec time;
        return ClockGetTime(clock, &time) == 0
            ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
            : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Sends a signal to one process by its id.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Raises this process's soft limit of descriptors to its hard one; returns it. Children inherit it.</summary>
    public static long RaiseDescriptorLimit()
    {
        ResourceLimit limit;
        if (GetResourceLimit(RlimitNoFile, &limit) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        limit.Soft = limit.Hard;
        _ = SetResourceLimit(RlimitNoFile, &limit);
        return (long)Math.Min(limit.Hard, long.MaxValue);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockGetTime(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetResourceLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetResourceLimit(int resource, ResourceLimit* limit);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
