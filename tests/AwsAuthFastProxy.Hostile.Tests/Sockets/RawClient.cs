using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Sockets;

/// <summary>A client on a socket that says exactly the bytes it is told to, in the segments it is told to. Text is Latin-1.</summary>
internal sealed class RawClient : IDisposable
{
    /// <summary>How long anything may take before the test has failed; nothing is measured by it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SocketRig _rig;
    private readonly Socket _socket;
    private readonly StringBuilder _heard = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private RawClient(SocketRig rig, Socket socket)
    {
        _rig = rig;
        _socket = socket;
    }

    /// <summary>Everything heard so far.</summary>
    public string Heard => _heard.ToString();

    /// <summary>Whether the proxy has ended its side.</summary>
    public bool IsEnded { get; private set; }

    public static async Task<RawClient> ConnectAsync(SocketRig rig)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(rig.EndPoint);
        return new RawClient(rig, socket);
    }

    /// <summary>Sends a text in the pieces that <paramref name="cut"/> makes of it; the proxy takes each before the next leaves.</summary>
    public async Task SendAsync(string text, Fragmentation cut = default)
    {
        byte[] bytes = WireText.Bytes(text);
        try
        {
            foreach (byte[] piece in cut.Cut(bytes))
            {
                if (piece.Length > 0)
                {
                    await _socket.SendAsync(piece);
                    await _rig.SettleAsync();
                }
            }
        }
        catch (SocketException)
        {
            // The proxy has answered and left; what it said can still be read.
        }
    }

    /// <summary>Ends this side.</summary>
    public void End() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection.</summary>
    public void Reset() => _socket.Close(0);

    /// <summary>Reads until what was heard is enough, or the proxy has ended its side.</summary>
    public async Task<string> ReadUntilAsync(Func<string, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!IsEnded && !isEnough(Heard))
        {
            try
            {
                int count = await _socket.ReceiveAsync(_buffer, patience.Token);
                _heard.Append(Encoding.Latin1.GetString(_buffer, 0, count));
                IsEnded = count == 0;
            }
            catch (SocketException)
            {
                IsEnded = true;
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"nothing more comes behind:\n{Heard}");
            }
        }

        return Heard;
    }

    /// <summary>Reads until the proxy ends its side; returns all that was heard.</summary>
    public Task<string> ReadToEndAsync() => ReadUntilAsync(static _ => false);

    public void Dispose() => _socket.Dispose();
}
