using System.Net;
using AwsAuthFastProxy.Hosting;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Admin;

/// <summary>Serves the admin pages on an address and a loop of their own, so that they answer also while the proxy's loops are busy or stuck.</summary>
internal sealed class AdminListener : IDisposable
{
    private const int MaxSessions = 64;

    private readonly LoopThread _thread;
    private readonly AdminPages _pages;
    private readonly ILogger _logger;
    private readonly HashSet<AdminSession> _sessions = [];
    private Listener? _listener;

    public AdminListener(AdminPages pages, string engine, int number, ILogger logger)
    {
        _pages = pages;
        _logger = logger;
        _thread = LoopThread.Create(engine, number, error => Log.AdminFailed(_logger, error));
    }

    /// <summary>The bound address.</summary>
    public IPEndPoint? EndPoint => _listener?.EndPoint;

    /// <summary>Binds and serves.</summary>
    /// <exception cref="IOException">The address is in use or not to be had; the message names it.</exception>
    public void Start(IPEndPoint endPoint)
    {
        try
        {
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

        _thread.Start();
        Log.AdminListening(_logger, _listener.EndPoint.ToString());
    }

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

        var session = new AdminSession(client, _pages);
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
