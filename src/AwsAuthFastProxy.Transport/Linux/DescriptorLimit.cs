using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>RLIMIT_NOFILE (getrlimit(2)): how many descriptors the process may hold.</summary>
[SupportedOSPlatform("linux")]
public static unsafe partial class DescriptorLimit
{
    private const int RLIMIT_NOFILE = 7;

    /// <summary>Raises the soft limit to the hard one, as every process may, and returns what is then in force.</summary>
    public static long Raise()
    {
        ResourceLimit limit;
        if (GetLimit(RLIMIT_NOFILE, &limit) < 0)
        {
            return long.MaxValue;
        }

        if (limit.Soft < limit.Hard)
        {
            var raised = new ResourceLimit { Soft = limit.Hard, Hard = limit.Hard };
            limit = SetLimit(RLIMIT_NOFILE, &raised) < 0 ? limit : raised;
        }

        // RLIM_INFINITY has all bits set.
        return (long)Math.Min(limit.Soft, long.MaxValue);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, ResourceLimit* limit);

    /// <summary><c>struct rlimit</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
