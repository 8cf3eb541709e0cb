using System.Net;

namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>A listening address of one loop.</summary>
public abstract class Listener
{
    /// <summary>The bound address; the port is the kernel's choice where 0 was asked for.</summary>
    public abstract IPEndPoint EndPoint { get; }

    /// <summary>Stops accepting; established connections live on. Loop thread. Idempotent.</summary>
    public abstract void Close();
}
