using System.Net;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>A further descriptor of a listening socket, to be handed to another process.</summary>
/// <param name="EndPoint">Its address as the configuration names it.</param>
/// <param name="Handle">The descriptor.</param>
public sealed record ListeningSocket(IPEndPoint EndPoint, SafeFileHandle Handle) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
