using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AwsAuthFastProxy.Hostile.Tests.CrossTalk;

namespace AwsAuthFastProxy.Hostile.Tests.Life;

/// <summary>
/// A client that repeats nothing and forgives nothing: every connection must be accepted, and every request on a connection that was not announced to
/// close must be answered whole and right. Libraries send such a request again without a word, load generators count some of them as nothing.
/// </summary>
internal sealed class StrictClient(int id, IPEndPoint proxy, string path, byte[] content, StrictTally tally) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: strict.example\r\n\r\n");

    // Some keep their connection for ever, some for a few requests, some make one for each.
    private readonly int _requestsPerConnection = (id % 4) switch { 0 => 1, 1 => 5, _ => int.MaxValue };

    private Socket? _socket;
    private SocketWindow? _window;
    private int _served;

    /// <summary>One request after the other, some milliseconds apart, until told to stop.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        await Task.Yield();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(3 + (id % 5)));
        while (!over.IsCancellationRequested)
        {
            Task asked = AskAsync();
            try
            {
                await asked.WaitAsync(s_patience, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                Fail($"nothing within {s_patience.TotalSeconds} s");
                await asked.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
            catch (SocketException e)
            {
                Fail($"{(_served == 0 ? "connecting" : "sending")}: {e.SocketErrorCode}");
            }

            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        Dispose();
    }

    public void Dispose() => Disconnect();

    private async Task AskAsync()
    {
        if (_socket is null)
        {
            _served = 0;
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(proxy);
            _window = new SocketWindow(_socket);
            tally.AddConnection();
        }

        await _socket.SendAsync(_request);
        int head = await _window!.HeadAsync();
        if (head < 0)
        {
            Fail("no answer");
            return;
        }

        string text = Encoding.Latin1.GetString(_window.Unread[..head]);
        bool closes = HeadText.Closes(_window.Unread[..head]);
        long length = HeadText.Length(_window.Unread[..head]);
        _window.Consume(head);
        if (!text.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) || length != content.Length)
        {
            Fail(text.Replace("\r\n", " | ", StringComparison.Ordinal));
            return;
        }

        while (_window.Length < length)
        {
            if (!await _window.FillAsync())
            {
                Fail("half an answer");
                return;
            }
        }

        if (!_window.Unread[..(int)length].SequenceEqual(content))
        {
            Fail("another's bytes");
            return;
        }

        _window.Consume((int)length);
        tally.AddRight();
        if (closes || ++_served >= _requestsPerConnection)
        {
            Disconnect();
        }
    }

    private void Fail(string what)
    {
        tally.Failures.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} client {id}, request {_served + 1} of its connection: {what}"));
        Disconnect();
    }

    private void Disconnect()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
