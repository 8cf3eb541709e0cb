using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AwsAuthFastProxy.Hosting;

/// <summary>One end of what a process and its successor say to each other: steps, of one byte each, in a fixed order.</summary>
internal sealed class HandoverChannel(SafeHandle descriptor) : IDisposable
{
    private readonly Socket _socket = Adopt(descriptor);

    /// <summary>Says that a step is reached. Nobody may be there any more.</summary>
    public async Task SayAsync(HandoverStep step)
    {
        try
        {
            await _socket.SendAsync(new[] { (byte)step }, SocketFlags.None).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The next wait finds it out.
        }
    }

    /// <summary>Waits for a step of the other side; false when that side has ended, or has said something else.</summary>
    public async Task<bool> HearAsync(HandoverStep step, CancellationToken cancellationToken)
    {
        try
        {
            byte[] said = new byte[1];
            return await _socket.ReceiveAsync(said, SocketFlags.None, cancellationToken).ConfigureAwait(false) == 1 && said[0] == (byte)step;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static Socket Adopt(SafeHandle descriptor)
    {
        var handle = new SafeSocketHandle(descriptor.DangerousGetHandle(), ownsHandle: true);
        descriptor.SetHandleAsInvalid();
        return new Socket(handle);
    }
}
