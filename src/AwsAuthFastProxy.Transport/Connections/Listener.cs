using System.Net;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>A listening address of one loop.</summary>
public abstract class Listener
{
    /// <summary>The bound address; the port is the kernel's choice where 0 was asked for.</summary>
    public abstract IPEndPoint EndPoint { get; }

    /// <summary>Stops accepting; established connections live on. Loop thread. Idempotent.</summary>
    public abstract void Close();

    /// <summary>The same, but accepts who waits already: closing alone would reset them. Loop thread.</summary>
    public virtual void Drain() => Close();

    /// <summary>A further descriptor of its socket, to be handed to another process. Loop thread.</summary>
    /// <exception cref="IOException">There are no descriptors left, or the engine cannot.</exception>
    public virtual SafeFileHandle Share() => throw new IOException("this engine cannot hand over listening sockets; it needs --transport epoll");
}
