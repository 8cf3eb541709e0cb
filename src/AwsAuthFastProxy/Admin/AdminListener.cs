using System.Net;
using System.Runtime.InteropServices;
using AwsAuthFastProxy.Hosting;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace AwsAuthFastProxy.Admin;

/// <summary>Serves the admin pages on an address and a loop of their own, so that they answer also while the proxy's loops are busy or stuck.</summary>
internal sealed class AdminListener : IDisposable
{
    private const int MaxSessions = 64;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(5);

    private readonly LoopThread _thread;
    private readonly AdminPages _pages;
    private readonly ILogger _logger;
    private readonly HashSet<AdminSession> _sessions = [];
    private Listener? _listener;
    private IPEndPoint? _configured;
    private bool _isWithdrawn;

    public AdminListener(AdminPages pages, string engine, int number, ILogger logger)
    {
        _pages = pages;
        _logger = logger;
        _thread = LoopThread.Create(engine, number, error => Log.AdminFailed(_logger, error));
    }

    /// <summary>The bound address.</summary>
    public IPEndPoint? EndPoint => _listener?.EndPoint;

    /// <summary>Binds; nobody is accepted yet.</summary>
    /// <param name="endPoint">The address as configured.</param>
    /// <param name="inherited">A descriptor of a socket that listens there already, or null.</param>
    /// <exception cref="IOException">The address is in use or not to be had; the message names it.</exception>
    public void Bind(IPEndPoint endPoint, SafeHandle? inherited)
    {
        _configured = endPoint;
        try
        {
            if (inherited is not null)
            {
                _listener = _thread.Loop.Listen((int)inherited.DangerousGetHandle(), Accept);
                GC.KeepAlive(inherited);
                return;
            }

            if (endPoint.Port != 0)
            {
                _thread.Loop.CheckFree(endPoint);
            }

            _listener = _thread.Loop.Listen(endPoint, Accept);
        }
        catch (IOException e)
        {
            throw new IOException($"cannot listen on {endPoint} for \"admin\": {e.Message}", e);
        }
    }

    /// <summary>Serves.</summary>
    public void Run()
    {
        _thread.Start();
        Log.AdminListening(_logger, _listener!.EndPoint.ToString());
    }

    /// <summary>A further descriptor of its socket, for another process.</summary>
    /// <exception cref="IOException">The engine cannot, or there are no descriptors left.</exception>
    /// <exception cref="TimeoutException">The loop does not turn.</exception>
    public async Task<ListeningSocket> ShareAsync()
    {
        var shared = new TaskCompletionSource<SafeFileHandle>(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread.Loop.Post(_ =>
        {
            try
            {
                shared.SetResult(_listener!.Share());
            }
            catch (IOException e)
            {
                shared.SetException(e);
            }
        }, null);
        return new ListeningSocket(_configured!, await shared.Task.WaitAsync(s_turn).ConfigureAwait(false));
    }

    /// <summary>Accepts nobody any more; who is connected is answered once more.</summary>
    public void Withdraw() => _thread.Loop.Post(_ =>
    {
        _isWithdrawn = true;
        _listener!.Drain();
        foreach (AdminSession session in _sessions)
        {
            session.IsEnding = true;
        }
    }, null);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_listener is { } listener)
        {
            using var closed = new ManualResetEventSlim();
            _thread.Loop.Post(_ =>
            {
                listener.Close();
                foreach (AdminSession session in _sessions.ToArray())
                {
                    session.Close();
                }

                closed.Set();
            }, null);
            closed.Wait(TimeSpan.FromSeconds(1));
        }

        _thread.Dispose();
    }

    private void Accept(Connection client)
    {
        if (_sessions.Count >= MaxSessions)
        {
            client.Close();
            return;
        }

        var session = new AdminSession(client, _pages) { IsEnding = _isWithdrawn };
        _sessions.Add(session);
        _ = RunAsync(session);
    }

    private async Task RunAsync(AdminSession session)
    {
        try
        {
            await session.RunAsync();
        }
        catch (Exception e)
        {
            // A page that fails is a bug, and costs its connection only.
            Log.AdminFailed(_logger, e);
        }
        finally
        {
            session.Close();
            _sessions.Remove(session);
        }
    }
}
