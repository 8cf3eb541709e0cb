using System.Net.Http.Headers;
using System.Text;

namespace AwsAuthFastProxy.Fuzz.Responses;

/// <summary>Responses as the framework's client reads them, from a connection in memory.</summary>
internal sealed class HttpClientReader : IDisposable
{
    private const int MostLengthDigits = 19;

    private readonly HttpMessageInvoker _client;
    private byte[] _bytes = [];

    public HttpClientReader()
    {
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => new ValueTask<Stream>(new AnswerStream(_bytes)),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ResponseDrainTimeout = TimeSpan.Zero,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        });
    }

    /// <summary>
    /// The final response if it is accepted whole, else null: also where it ignores a Content-Length, which it does with more than 19 digits,
    /// zeros at their beginning included. Such a length the proxy writes anew.
    /// </summary>
    public ReadResponse? Read(byte[] bytes, string method)
    {
        _bytes = bytes;
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://origin.example/");
        try
        {
            using HttpResponseMessage response = _client.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult();
            if (response.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues lengths)
                && lengths.Any(static length => length.Length > MostLengthDigits))
            {
                return null;
            }

            byte[] body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
            return new ReadResponse((int)response.StatusCode, [.. Fields(response.Headers), .. Fields(response.Content.Headers)], body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private static IEnumerable<(string, string)> Fields(HttpHeaders headers) =>
        headers.NonValidated.SelectMany(static field => field.Value.Select(value => (field.Key, value)));

    /// <summary>Says its bytes whatever it hears, and ends.</summary>
    private sealed class AnswerStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
