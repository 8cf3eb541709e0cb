using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Sockets;

/// <summary>One connection that the proxy has made to a <see cref="SocketUpstream"/>. Text is Latin-1.</summary>
internal sealed class SocketUpstreamConnection(Socket socket, SocketRig rig) : IDisposable
{
    private readonly StringBuilder _received = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _headsRead;

    /// <summary>Everything received so far.</summary>
    public string Received
    {
        get
        {
            lock (_received)
            {
                return _received.ToString();
            }
        }
    }

    /// <summary>Whether the proxy has ended its side, or this one has closed.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Receives until it is enough; false when the proxy ends its side before.</summary>
    public async Task<bool> ReadUntilAsync(Func<string, bool> isEnough)
    {
        while (!isEnough(Received))
        {
            int count = 0;
            try
            {
                count = IsEnded ? 0 : await socket.ReceiveAsync(_buffer);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // A reset, or the test is over.
            }

            if (count == 0)
            {
                IsEnded = true;
                return false;
            }

            lock (_received)
            {
                _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            }
        }

        return true;
    }

    public Task ReadToEndAsync() => ReadUntilAsync(static _ => false);

    /// <summary>The next request's head, for requests without a body; null when the proxy is done.</summary>
    public async Task<string?> ReadHeadAsync()
    {
        int from = _headsRead;
        if (!await ReadUntilAsync(text => text.IndexOf("\r\n\r\n", from, StringComparison.Ordinal) >= 0))
        {
            return null;
        }

        _headsRead = Received.IndexOf("\r\n\r\n", from, StringComparison.Ordinal) + 4;
        return Received[from.._headsRead];
    }

    /// <summary>Sends a text in the pieces that <paramref name="cut"/> makes of it; the proxy takes each before the next leaves.</summary>
    public async Task SendAsync(string text, Fragmentation cut = default)
    {
        try
        {
            foreach (byte[] piece in cut.Cut(WireText.Bytes(text)))
            {
                if (piece.Length > 0)
                {
                    await socket.SendAsync(piece);
                    await rig.SettleAsync();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy has left.
        }
    }

    /// <summary>Ends this side.</summary>
    public void End()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy was faster.
        }
    }

    /// <summary>Breaks the connection.</summary>
    public void Reset() => socket.Close(0);

    public void Dispose() => socket.Dispose();
}
