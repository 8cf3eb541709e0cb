using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>
/// Starts another program with descriptors of this one. The framework's own way to start processes hands on none but the standard streams; and taking
/// the close-on-exec mark off for a while would hand them to whatever else is started in that while.
/// </summary>
[SupportedOSPlatform("linux")]
public static unsafe class LinuxProcess
{
    /// <summary>The first descriptor behind the standard streams: a started program finds what it was given from here on.</summary>
    public const int FirstDescriptor = 3;

    // waitpid(2): the low seven bits are the signal that ended it, else the status stands in the next byte.
    private const int SignalMask = 0x7f;
    private const int StatusShift = 8;

    // What shells say of a process that a signal ended.
    private const int SignalStatus = 128;

    /// <summary>The process that started this one, or took it over.</summary>
    public static int Parent => Libc.GetParent();

    /// <summary>Starts a program; returns its process id.</summary>
    /// <param name="file">Its file; PATH is not searched.</param>
    /// <param name="arguments">Its arguments, the first is its name.</param>
    /// <param name="variables">Its environment: <c>NAME=value</c>.</param>
    /// <param name="descriptors">What it gets as descriptors <see cref="FirstDescriptor"/> and following. The caller keeps his.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static int Start(string file, IReadOnlyList<byte[]> arguments, IReadOnlyList<byte[]> variables, IReadOnlyList<SafeHandle> descriptors)
    {
        ArgumentNullException.ThrowIfNull(descriptors);
        using var path = new NativeStrings([Encoding.UTF8.GetBytes(file)]);
        using var argumentTexts = new NativeStrings(arguments);
        using var variableTexts = new NativeStrings(variables);
        var high = new List<SafeFileHandle>(descriptors.Count);
        byte* actions = stackalloc byte[Libc.SpawnRoom];
        byte* attributes = stackalloc byte[Libc.SpawnRoom];
        byte* signals = stackalloc byte[Libc.SpawnRoom];
        Check(Libc.SpawnActionsInit(actions));
        Check(Libc.SpawnAttributesInit(attributes));
        try
        {
            // Sources above all targets: no step of the child then overwrites what a later one needs.
            foreach (SafeHandle descriptor in descriptors)
            {
                high.Add(Duplicate(descriptor, FirstDescriptor + descriptors.Count));
                Check(Libc.SpawnActionsAddDup2(actions, (int)high[^1].DangerousGetHandle(), FirstDescriptor + high.Count - 1));
            }

            // As the framework's own: no signal blocked, and SIGPIPE, which the run-time ignores, as it is by default.
            _ = Libc.SignalsEmpty(signals);
            Check(Libc.SpawnAttributesSetMask(attributes, signals));
            _ = Libc.SignalsAdd(signals, Libc.SIGPIPE);
            Check(Libc.SpawnAttributesSetDefault(attributes, signals));
            Check(Libc.SpawnAttributesSetFlags(attributes, Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK));
            int process;
            Check(Libc.PosixSpawn(&process, path.Pointers[0], actions, attributes, argumentTexts.Pointers, variableTexts.Pointers));
            return process;
        }
        finally
        {
            _ = Libc.SpawnActionsDestroy(actions);
            _ = Libc.SpawnAttributesDestroy(attributes);
            high.ForEach(static handle => handle.Dispose());
        }
    }

    /// <summary>Ends a process at once.</summary>
    public static void Kill(int process) => _ = Libc.Kill(process, Libc.SIGKILL);

    /// <summary>Waits for the end of a process that was started here; returns its exit status, 128 and the signal that ended it, or null when it is not known.</summary>
    public static int? Wait(int process)
    {
        int status;
        int result;
        do
        {
            result = Libc.WaitPid(process, &status, 0);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR);

        int signal = status & SignalMask;
        return result < 0 ? null : signal == 0 ? (status >> StatusShift) & byte.MaxValue : SignalStatus + signal;
    }

    /// <summary>Two connected sockets of the file system's family.</summary>
    /// <exception cref="IOException">There are no descriptors left.</exception>
    public static (SafeFileHandle One, SafeFileHandle Other) SocketPair()
    {
        int* pair = stackalloc int[2];
        EpollLoop.Check(Libc.SocketPair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, pair));
        return (new SafeFileHandle(pair[0], ownsHandle: true), new SafeFileHandle(pair[1], ownsHandle: true));
    }

    /// <summary>Takes a descriptor that this process was started with: whatever it starts itself does not get it.</summary>
    public static SafeFileHandle Inherit(int descriptor)
    {
        _ = Libc.Fcntl(descriptor, Libc.F_SETFD, Libc.FD_CLOEXEC);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static SafeFileHandle Duplicate(SafeHandle descriptor, int atLeast)
    {
        int copy = Libc.Fcntl((int)descriptor.DangerousGetHandle(), Libc.F_DUPFD_CLOEXEC, atLeast);
        GC.KeepAlive(descriptor);
        return new SafeFileHandle(EpollLoop.Check(copy), ownsHandle: true);
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw EpollLoop.Failure(error);
        }
    }
}
