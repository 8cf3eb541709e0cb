using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using AwsAuthFastProxy.Nginx.Tests.Requests;

namespace AwsAuthFastProxy.Nginx.Tests.Wire;

/// <summary>Clients of one server: a kept connection for each address they come from and each port they go to.</summary>
/// <param name="ports">The server's ports by the names of <see cref="GeneratedRequest.Port"/>.</param>
internal sealed class WireClient(IReadOnlyDictionary<string, int> ports) : IDisposable
{
    private const int LongestMs = 20_000;
    private readonly Dictionary<(string From, string Port), (Socket Socket, Stream Stream, WireReader Reader)> _kept = [];

    /// <summary>Sends a request and reads what comes back. One that dies on a kept connection without an answer is sent again on a fresh one.</summary>
    public WireReply Send(GeneratedRequest request)
    {
        (string, string) way = (request.From, request.Port);
        if (_kept.Remove(way, out var kept))
        {
            // A readable connection that nobody was asked on is at its end.
            if (!kept.Reader.HasMore && !kept.Socket.Poll(0, SelectMode.SelectRead) && Exchange(way, kept, request) is { Status: > 0 } reply)
            {
                return reply;
            }

            kept.Stream.Dispose();
        }

        return Exchange(way, Connect(request), request);
    }

    public void Dispose()
    {
        foreach (var kept in _kept.Values)
        {
            kept.Stream.Dispose();
        }
    }

    private WireReply Exchange((string From, string Port) way, (Socket Socket, Stream Stream, WireReader Reader) connection, GeneratedRequest request)
    {
        WireReply reply;
        try
        {
            byte[] bytes = request.ToBytes();

            // A refused body may stay unread: what is longer than the sockets' buffers is sent beside the reading.
            Task sending = bytes.Length > 64 * 1024 ? Task.Run(() => connection.Stream.Write(bytes)) : Task.CompletedTask;
            if (sending.IsCompletedSuccessfully && bytes.Length <= 64 * 1024)
            {
                connection.Stream.Write(bytes);
            }

            reply = WireReply.Read(connection.Reader, request.Method);
            if (reply.Ends || !sending.IsCompletedSuccessfully)
            {
                connection.Stream.Dispose();
                sending.ContinueWith(static task => task.Exception, TaskScheduler.Default).Wait(LongestMs);
                return reply;
            }
        }
        catch (IOException)
        {
            connection.Stream.Dispose();
            return WireReply.None;
        }

        _kept[way] = connection;
        return reply;
    }

    private (Socket Socket, Stream Stream, WireReader Reader) Connect(GeneratedRequest request)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = LongestMs, SendTimeout = LongestMs };
        socket.Bind(new IPEndPoint(IPAddress.Parse(request.From), 0));
        socket.Connect(IPAddress.Loopback, ports[request.Port]);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (request.Port == GeneratedRequest.TlsPort)
        {
            // The certificate of the case is its own authority.
            var tls = new SslStream(stream, leaveInnerStreamOpen: false, static (_, certificate, _, _) => certificate?.Subject == "CN=localhost");
            tls.AuthenticateAsClient("localhost");
            stream = tls;
        }

        return (socket, stream, new WireReader(stream));
    }
}
