using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Hostile.Tests.Sockets;

/// <summary>A listening upstream: every connection is served by the same script, with its number.</summary>
internal sealed class SocketUpstream : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<SocketUpstreamConnection> _connections = [];
    private readonly List<Task> _scripts = [];
    private Func<SocketUpstreamConnection, int, Task> _script;
    private SocketRig? _rig;

    /// <param name="script">Serves one connection; what it throws fails the test.</param>
    public SocketUpstream(Func<SocketUpstreamConnection, int, Task> script)
    {
        _script = script;
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it has accepted, in order.</summary>
    public IReadOnlyList<SocketUpstreamConnection> Connections
    {
        get
        {
            lock (_connections)
            {
                return [.. _connections];
            }
        }
    }

    public static SocketUpstream Answering(string answer) => new(async (connection, _) =>
    {
        while (await connection.ReadHeadAsync() is not null)
        {
            await connection.SendAsync(answer);
        }
    });

    /// <summary>Begins to accept; the rig is known only now, since it needed the port.</summary>
    public void Start(SocketRig rig)
    {
        _rig = rig;
        _ = AcceptAsync();
    }

    /// <summary>Connections accepted from now on are served by another script.</summary>
    public void Change(Func<SocketUpstreamConnection, int, Task> script) => _script = script;

    /// <summary>Closes all connections, waits for the scripts and throws what one of them threw.</summary>
    public async Task EndAsync()
    {
        Close();
        Task[] scripts;
        lock (_connections)
        {
            scripts = [.. _scripts];
        }

        await Task.WhenAll(scripts).WaitAsync(RawClient.Patience);
    }

    /// <summary>Ends its side of all connections, reads what is left in them, and forgets them.</summary>
    /// <param name="count">How many the proxy has dialled; the kernel may know more of them than this end.</param>
    public async Task ForgetAsync(long count)
    {
        await _rig!.UntilAsync(() => Connections.Count == count, "accepted connections");
        Task[] scripts;
        lock (_connections)
        {
            _connections.ForEach(static connection => connection.End());
            scripts = [.. _scripts];
        }

        await Task.WhenAll(scripts).WaitAsync(RawClient.Patience);
        lock (_connections)
        {
            _connections.ForEach(static connection => connection.Dispose());
            _connections.Clear();
            _scripts.Clear();
        }
    }

    /// <summary>Refuses connections from now on.</summary>
    public void StopListening() => _listener.Stop();

    public void Dispose() => Close();

    private void Close()
    {
        _listener.Stop();
        lock (_connections)
        {
            _connections.ForEach(static connection => connection.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            var connection = new SocketUpstreamConnection(socket, _rig!);
            lock (_connections)
            {
                _connections.Add(connection);
                _scripts.Add(RunAsync(connection, _connections.Count - 1));
            }
        }
    }

    private async Task RunAsync(SocketUpstreamConnection connection, int number)
    {
        await Task.Yield();
        await _script(connection, number);
        await connection.ReadToEndAsync();
    }
}
