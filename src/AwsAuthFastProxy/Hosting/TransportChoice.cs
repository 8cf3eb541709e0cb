namespace AwsAuthFastProxy.Hosting;

/// <summary>What moves bytes between sockets.</summary>
internal enum TransportChoice : byte
{
    /// <summary>Epoll where the system has it.</summary>
    Auto,

    /// <summary>Own event loops on epoll; Linux only.</summary>
    Epoll,

    /// <summary>The framework's sockets.</summary>
    Managed,
}
