using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>O_APPEND (open(2)): every write goes to the file's end as it is then, whoever else writes to it or cuts it.</summary>
[SupportedOSPlatform("linux")]
public static partial class AppendMode
{
    private const int F_GETFL = 3;
    private const int F_SETFL = 4;
    private const int O_APPEND = 0x400;

    /// <summary>Sets it. False where the system refuses.</summary>
    public static bool Set(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        int flags = Control(file, F_GETFL, 0);
        return flags >= 0 && Control(file, F_SETFL, flags | O_APPEND) >= 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}
