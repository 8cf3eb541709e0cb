using System.Net;
using System.Runtime.InteropServices;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Telemetry;

namespace AwsAuthFastProxy.Proxy.Hosting;

/// <summary>Its listening sockets: made, taken over, handed on.</summary>
public sealed partial class ProxyServer
{
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(5);

    /// <summary>Opens the access logs, binds all addresses and starts the loops.</summary>
    /// <exception cref="IOException">A file or an address is in use or not to be had; the message names it.</exception>
    public void Start()
    {
        Bind(new Dictionary<IPEndPoint, IReadOnlyList<SafeHandle>>());
        Run();
    }

    /// <summary>Opens the access logs and binds all addresses; nobody is accepted yet.</summary>
    /// <param name="inherited">
    /// Listening sockets that the process was given, by address as configured: they are used where the configuration names the address. Each loop makes
    /// descriptors of its own; the caller keeps his.
    /// </param>
    /// <exception cref="IOException">A file or an address is in use or not to be had; the message names it.</exception>
    public void Bind(IReadOnlyDictionary<IPEndPoint, IReadOnlyList<SafeHandle>> inherited)
    {
        ArgumentNullException.ThrowIfNull(inherited);
        _accessLogs.Open(_accessLogTargets);
        for (int i = 0; i < _listeners.Count; i++)
        {
            EndPoints = [.. EndPoints, inherited.TryGetValue(_listeners[i].EndPoint, out IReadOnlyList<SafeHandle>? sockets)
                ? Adopt(sockets, i)
                : Bind(_listeners[i].EndPoint, i)];
        }
    }

    /// <summary>Starts the loops, which accept from then on.</summary>
    public void Run()
    {
        foreach (Worker worker in _workers)
        {
            worker.Start();
        }

        foreach (IPEndPoint endPoint in EndPoints)
        {
            ProxyLog.Listening(_logger, endPoint.ToString(), Engine, _workers.Length);
        }
    }

    /// <summary>Every listening socket, each once, by descriptors for another process. Who waits in them waits for whoever accepts first.</summary>
    /// <exception cref="IOException">The engine cannot, or there are no descriptors left.</exception>
    /// <exception cref="TimeoutException">A loop does not turn.</exception>
    public async Task<IReadOnlyList<ListeningSocket>> ShareAsync()
    {
        var sockets = new List<ListeningSocket>();
        try
        {
            foreach (Worker worker in _workers)
            {
                sockets.AddRange((await worker.ShareAsync().WaitAsync(s_turn, _time).ConfigureAwait(false))
                    .Select(socket => new ListeningSocket(_listeners[socket.Index].EndPoint, socket.Handle)));
            }

            return sockets;
        }
        catch
        {
            sockets.ForEach(static socket => socket.Dispose());
            throw;
        }
    }

    /// <summary>
    /// Every socket gets a loop, and every loop a socket: of more sockets than loops one loop has several, of more loops than sockets several share one.
    /// New ones are never made beside them: those would be lost, with whoever waits in them, if this process failed before it serves.
    /// </summary>
    private IPEndPoint Adopt(IReadOnlyList<SafeHandle> sockets, int index)
    {
        IPEndPoint? endPoint = null;
        for (int i = 0; i < Math.Max(sockets.Count, _workers.Length); i++)
        {
            SafeHandle socket = sockets[i % sockets.Count];
            endPoint = _workers[i % _workers.Length].Bind((int)socket.DangerousGetHandle(), index, isFirst: i < sockets.Count);
            GC.KeepAlive(socket);
        }

        return endPoint!;
    }

    private IPEndPoint Bind(IPEndPoint endPoint, int index)
    {
        try
        {
            if (endPoint.Port != 0)
            {
                _workers[0].Loop.CheckFree(endPoint);
            }

            // Port 0: the kernel's choice for the first loop holds for all.
            foreach (Worker worker in _workers)
            {
                endPoint = worker.Bind(endPoint, index);
            }

            return endPoint;
        }
        catch (IOException e)
        {
            throw new IOException($"cannot listen on {endPoint}: {e.Message}", e);
        }
    }
}
