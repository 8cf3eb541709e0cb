using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Tests.Processes;

/// <summary>An upstream that takes one request and answers when it is told to.</summary>
internal sealed class SlowUpstream : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowUpstream()
    {
        _listener.Start();
        Served = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Completes when the request's head is there.</summary>
    public Task Received => _received.Task;

    /// <summary>Completes when it has answered.</summary>
    public Task Served { get; }

    /// <summary>Lets the answer go.</summary>
    public void Answer() => _answer.TrySetResult();

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append(Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        }

        _received.SetResult();
        await _answer.Task;
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate"u8.ToArray());
    }
}
