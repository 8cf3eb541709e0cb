using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>A running loop of some engine. Real sockets take real time: waits are bounded, so that a hang is a failure.</summary>
internal sealed class LoopHost : IDisposable
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly LoopThread _thread;
    private Exception? _failure;

    public LoopHost(string engine, TimeProvider? time = null)
    {
        _thread = LoopThread.Create(engine, 0, e => _failure = e, time);
        _thread.Start();
    }

    public Loop Loop => _thread.Loop;

    /// <summary>Runs <paramref name="work"/> on the loop and waits for its end.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(_ => _ = CompleteAsync(work, done), null);
        return await done.Task.WaitAsync(Bound);
    }

    public Task RunAsync(Func<Task> work) => RunAsync(async () =>
    {
        await work();
        return true;
    });

    public Task<T> RunAsync<T>(Func<T> work) => RunAsync(() => Task.FromResult(work()));

    /// <summary>Lets the loop come round, so that it has seen all that was ready.</summary>
    public async Task TurnAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            await RunAsync(() => true);
        }
    }

    public Task<Listener> ListenAsync(Action<Connection> accepted, IPAddress? address = null) =>
        RunAsync(() => Loop.Listen(new IPEndPoint(address ?? IPAddress.Loopback, 0), accepted));

    /// <summary>Connects to the end point; call on the loop.</summary>
    public async Task<Connection> DialAsync(IPEndPoint endPoint)
    {
        DialResult result = await Loop.DialAsync(endPoint, Loop.Now + 60_000);
        Assert.True(result.Status == IoStatus.Ok, result.Error);
        return result.Connection!;
    }

    /// <summary>A socket of the framework connected to the end point, for what only a foreign peer can do.</summary>
    public static async Task<Socket> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint).WaitAsync(Bound);
        return socket;
    }

    public void Dispose()
    {
        _thread.Dispose();
        Assert.Null(_failure);
    }

    private static async Task CompleteAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await work());
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
