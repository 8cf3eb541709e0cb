using System.Net;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>
/// The engine on Linux: one epoll instance, edge-triggered, one <c>epoll_ctl</c> per socket's life (epoll(7)); an eventfd wakes it.
/// Closing a socket takes it out of the epoll set; a generation in the event's word keeps late events from reaching a successor.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed unsafe class EpollLoop : Loop, IDisposable
{
    private const int MaxEvents = 512;
    private const uint SocketEvents = Libc.EPOLLIN | Libc.EPOLLOUT | Libc.EPOLLRDHUP | Libc.EPOLLET;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int s_wordOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventSize = s_wordOffset + 8;

    private readonly int _epoll;
    private readonly int _eventFd;
    private readonly Lock _wakeGate = new();
    private readonly byte* _events;
    private readonly Stack<int> _free = new();
    private readonly KernelPipePool _pipes;
    private Slot[] _slots = new Slot[64];
    private int _used;
    private bool _disposed;

    /// <summary>Makes the epoll instance. Throws <see cref="IOException"/> when the kernel has none to give.</summary>
    public EpollLoop(TimeProvider? time = null)
        : base(time ?? TimeProvider.System)
    {
        _pipes = new KernelPipePool(this);
        _epoll = Check(Libc.EpollCreate1(Libc.EPOLL_CLOEXEC));
        _eventFd = Check(Libc.EventFd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK));
        _events = (byte*)NativeMemory.AlignedAlloc((nuint)(MaxEvents * s_eventSize), 64);
        Add(_eventFd, new Waker(_eventFd), Libc.EPOLLIN | Libc.EPOLLET);
    }

    /// <inheritdoc/>
    public override string Engine => "epoll";

    /// <inheritdoc/>
    public override ValueTask<DialResult> DialAsync(IPEndPoint endPoint, long due, PendingDial? pending = null) =>
        EpollDial.StartAsync(this, endPoint, due, pending);

    /// <inheritdoc/>
    public override Listener Listen(IPEndPoint endPoint, Action<Connection> accepted) => new EpollListener(this, endPoint, accepted);

    /// <inheritdoc/>
    public override Listener Listen(int descriptor, Action<Connection> accepted) => new EpollListener(this, LinuxSocket.Share(descriptor), accepted);

    /// <summary>The address that a listening socket of this process is bound to.</summary>
    /// <exception cref="IOException">It is no descriptor of a socket.</exception>
    public static IPEndPoint EndPointOf(int descriptor) => LinuxSocket.LocalEndPoint(descriptor);

    /// <inheritdoc/>
    public override bool SharesPorts => true;

    /// <inheritdoc/>
    public override void CheckFree(IPEndPoint endPoint) => LinuxSocket.Probe(endPoint);

    /// <summary>Pipes for bodies that stay in the kernel.</summary>
    internal KernelPipePool Pipes => _pipes;

    /// <summary>Frees the epoll instance; the loop must not run any more.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            lock (_wakeGate)
            {
                _disposed = true;
                _ = Libc.Close(_eventFd);
            }

            _pipes.Clear();
            _ = Libc.Close(_epoll);
            NativeMemory.AlignedFree(_events);
        }
    }

    /// <summary>Throws the error of a system call that returned -1.</summary>
    internal static int Check(int result) => result >= 0 ? result : throw Failure(Marshal.GetLastPInvokeError());

    /// <summary>An errno as an exception with the C library's words.</summary>
    internal static IOException Failure(int errno) => new(Marshal.GetPInvokeErrorMessage(errno));

    /// <summary>Adds a connected or connecting socket, edge-triggered for everything. Returns its slot.</summary>
    internal int AddSocket(int fd, IEpollSource source) => Add(fd, source, SocketEvents);

    /// <summary>Adds a listening socket, level-triggered; of loops that share one, a connection wakes few.</summary>
    internal int AddListener(int fd, IEpollSource source) => Add(fd, source, Libc.EPOLLIN | Libc.EPOLLEXCLUSIVE);

    /// <summary>Forgets a source whose socket is being closed.</summary>
    internal void Remove(int slot)
    {
        _slots[slot].Source = null;
        _slots[slot].Generation++;
        _free.Push(slot);
    }

    /// <summary>Takes a socket out of the set without closing it.</summary>
    internal void Suspend(int slot, int fd)
    {
        _ = Libc.EpollCtl(_epoll, Libc.EPOLL_CTL_DEL, fd, null);
        Remove(slot);
    }

    /// <summary>Another source takes over a slot: a connect that became a connection.</summary>
    internal void Replace(int slot, IEpollSource source) => _slots[slot].Source = source;

    /// <inheritdoc/>
    protected override void Poll(int milliseconds)
    {
        int count = Libc.EpollWait(_epoll, _events, MaxEvents, milliseconds);
        if (count < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Libc.EINTR)
            {
                throw Failure(errno);
            }

            return;
        }

        if (milliseconds != 0)
        {
            ReadClock();
        }

        byte* next = _events;
        for (int i = 0; i < count; i++, next += s_eventSize)
        {
            uint events = *(uint*)next;
            ulong word = *(ulong*)(next + s_wordOffset);
            ref Slot slot = ref _slots[(int)(uint)word];
            if (slot.Generation == (uint)(word >> 32))
            {
                slot.Source?.OnEvents(events);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
        // A message that comes after the end, such as a late answer of the resolver, must not be written to a descriptor
        // that belongs to somebody else by then.
        lock (_wakeGate)
        {
            if (!_disposed)
            {
                ulong one = 1;
                _ = Libc.Write(_eventFd, &one, sizeof(ulong));
            }
        }
    }

    private int Add(int fd, IEpollSource source, uint events)
    {
        if (!_free.TryPop(out int index))
        {
            index = _used++;
            if (index == _slots.Length)
            {
                Array.Resize(ref _slots, index * 2);
            }
        }

        byte* request = stackalloc byte[16];
        *(uint*)request = events;
        *(ulong*)(request + s_wordOffset) = (ulong)_slots[index].Generation << 32 | (uint)index;
        if (Libc.EpollCtl(_epoll, Libc.EPOLL_CTL_ADD, fd, request) < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            _free.Push(index);
            throw Failure(errno);
        }

        _slots[index].Source = source;
        return index;
    }

    private struct Slot
    {
        public IEpollSource? Source;
        public uint Generation;
    }

    private sealed class Waker(int eventFd) : IEpollSource
    {
        public void OnEvents(uint events)
        {
            ulong count;
            _ = Libc.Read(eventFd, &count, sizeof(ulong));
        }
    }
}
