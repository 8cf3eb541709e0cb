using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>What systemd would hear from a service.</summary>
internal sealed class NotifySocket : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public NotifySocket(string path)
    {
        _socket.Bind(new UnixDomainSocketEndPoint(path));
    }

    public async Task<string> NextAsync()
    {
        byte[] buffer = new byte[1024];
        using var patience = new CancellationTokenSource(s_patience);
        return Encoding.ASCII.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, patience.Token));
    }

    public void Dispose() => _socket.Dispose();
}
