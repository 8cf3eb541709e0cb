using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Nginx.Tests.Wire;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>
/// An HTTP/1.1 server that keeps what it was asked and answers by that alone, so that whoever is asked the same gets the same. It listens on
/// several ports: two of one group, and one of another.
/// </summary>
internal sealed class RecordingUpstream : IDisposable
{
    private readonly List<Socket> _listeners = [];
    private readonly HashSet<Socket> _open = [];
    private readonly List<RecordedRequest> _recorded = [];
    private bool _isDisposed;

    public RecordingUpstream()
    {
        Port = Listen("main");
        SecondPort = Listen("main");
        OtherPort = Listen("other");
    }

    /// <summary>A port of the group <c>main</c>.</summary>
    public int Port { get; }

    /// <summary>The other port of the group <c>main</c>.</summary>
    public int SecondPort { get; }

    /// <summary>The port of the group <c>other</c>.</summary>
    public int OtherPort { get; }

    /// <summary>Takes out what has been recorded since the last time.</summary>
    public IReadOnlyList<RecordedRequest> Take()
    {
        lock (_recorded)
        {
            RecordedRequest[] taken = [.. _recorded];
            _recorded.Clear();
            return taken;
        }
    }

    public void Dispose()
    {
        lock (_open)
        {
            _isDisposed = true;
            _listeners.ForEach(static listener => listener.Dispose());
            foreach (Socket socket in _open)
            {
                socket.Dispose();
            }
        }
    }

    private int Listen(string group)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        _listeners.Add(listener);
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        new Thread(() => Accept(listener, group)) { IsBackground = true }.Start();
        return port;
    }

    private void Accept(Socket listener, string group)
    {
        try
        {
            while (true)
            {
                Socket socket = listener.Accept();
                socket.NoDelay = true;
                lock (_open)
                {
                    if (_isDisposed)
                    {
                        socket.Dispose();
                        return;
                    }

                    _open.Add(socket);
                }

                new Thread(() => Serve(socket, group)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket socket, string group)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            var reader = new WireReader(stream);
            while (reader.ReadLine() is { } line && ServeOne(stream, reader, line, group))
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The peer had enough, or the test has.
        }
        finally
        {
            lock (_open)
            {
                _open.Remove(socket);
            }
        }
    }

    private bool ServeOne(NetworkStream stream, WireReader reader, string line, string group)
    {
        string[] words = line.Split(' ');
        WireFields fields = reader.ReadFields();
        var request = new RecordedRequest(group, words[0], string.Join(' ', words[1..^1]), words[^1], fields, null);
        if (fields["expect"] is not null)
        {
            stream.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        }

        try
        {
            request = request with { Body = fields.IsChunked ? reader.ReadChunks() : reader.ReadExactly(fields.ContentLength ?? 0) };
        }
        finally
        {
            lock (_recorded)
            {
                _recorded.Add(request);
            }
        }

        UpstreamAnswer answer = UpstreamAnswer.To(request);
        stream.Write(answer.Bytes);
        return !answer.Ends;
    }
}
