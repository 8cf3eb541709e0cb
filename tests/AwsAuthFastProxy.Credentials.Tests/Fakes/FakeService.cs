using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AwsAuthFastProxy.Credentials.Tests.Fakes;

/// <summary>An HTTP service on loopback that answers as a test says; one request for each connection.</summary>
internal sealed class FakeService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<FakeRequest> _requests = [];

    public FakeService(Func<FakeRequest, FakeAnswer> answer)
    {
        Answer = answer;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";
        _ = AcceptAsync();
    }

    public Func<FakeRequest, FakeAnswer> Answer { get; set; }

    public string Url { get; }

    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <summary>Forgets what was, and answers so from now on.</summary>
    public void Clear(Func<FakeRequest, FakeAnswer> answer)
    {
        _requests.Clear();
        Answer = answer;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            if (await ReadAsync(stream) is not { } request)
            {
                return;
            }

            _requests.Enqueue(request);
            FakeAnswer answer = Answer(request);
            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            string head = string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {answer.Status} Fake\r\nContent-Type: {answer.Type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head).Concat(body).ToArray());
        }
    }

    private static async Task<FakeRequest?> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        byte[] block = new byte[16384];
        int end;
        while ((end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await ReadMoreAsync(stream, block, text))
            {
                return null;
            }
        }

        string[] lines = text.ToString()[..end].Split("\r\n");
        Dictionary<string, string> fields = lines.Skip(1).Select(static line => line.Split(": ", 2))
            .ToDictionary(static field => field[0], static field => field.Length > 1 ? field[1] : "", StringComparer.OrdinalIgnoreCase);
        int length = fields.TryGetValue("Content-Length", out string? value) ? int.Parse(value, CultureInfo.InvariantCulture) : 0;
        while (text.Length < end + 4 + length && await ReadMoreAsync(stream, block, text))
        {
        }

        string[] start = lines[0].Split(' ');
        return new FakeRequest(start[0], start[1], fields, text.ToString()[(end + 4)..]);
    }

    private static async Task<bool> ReadMoreAsync(NetworkStream stream, byte[] block, StringBuilder text)
    {
        int count = await stream.ReadAsync(block);
        text.Append(Encoding.Latin1.GetString(block, 0, count));
        return count > 0;
    }
}
