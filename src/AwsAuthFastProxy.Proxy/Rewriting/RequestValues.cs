using System.Security.Cryptography;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>
/// What variables show beside the request's head: who asks over which connection, and what rewriting made of path, query and variables
/// of the configuration's own. One per exchange, reused; allocates only to grow.
/// </summary>
internal sealed partial class RequestValues
{
    /// <summary>Most bytes that rewriting may make of one request, beside some for each byte of its head.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MostPerByte = 8;

    private const int FirstSize = 512;
    private const int KeptSize = 16 * 1024;
    private const int IdLength = 32;

    private readonly byte[] _id = new byte[IdLength];
    private byte[] _bytes = [];
    private int _length;
    private ByteRange _uri;
    private ByteRange _decoded;
    private ByteRange _arguments;
    private bool _hasId;
    private int _limit = MaxBytes;

    /// <summary>The listener it came in at, by its place in the configuration.</summary>
    public int Listener { get; set; }

    /// <summary>What is done, for diagnosis; null in service.</summary>
    public List<string>? Trace { get; init; }

    /// <summary>What texts for the response show of the request.</summary>
    public CapturedTexts Captured { get; } = new();

    /// <summary>Who asks, proxies that are trusted left out.</summary>
    public ClientAddress Client { get; set; }

    /// <summary>Whom we speak with: a proxy that is trusted, or the client.</summary>
    public ClientAddress Peer { get; set; }

    /// <summary>The client's connection; null where there is none.</summary>
    public Connection? Connection { get; set; }

    /// <summary>The connection's number.</summary>
    public long ConnectionNumber { get; set; }

    /// <summary>Which request of the connection it is, from 1.</summary>
    public long ConnectionRequests { get; set; }

    /// <summary>The loop's times; null where nobody tells them.</summary>
    public LogClock? Clock { get; init; }

    /// <summary>First name of the server that serves the request, or empty.</summary>
    public byte[] ServerName { get; set; } = [];

    /// <summary>The upstream's host as its Host field has it, or empty.</summary>
    public byte[] ProxyHost { get; set; } = [];

    /// <summary>The upstream's port, or 0.</summary>
    public int ProxyPort { get; set; }

    /// <summary>Whether the path was changed.</summary>
    public bool HasUri { get; private set; }

    /// <summary>The decoded path in force, where <see cref="HasUri"/>.</summary>
    public ReadOnlySpan<byte> Uri => _uri.Of(_bytes);

    /// <summary>Whether the query was changed.</summary>
    public bool HasArguments { get; private set; }

    /// <summary>The raw query in force, where <see cref="HasArguments"/>.</summary>
    public ReadOnlySpan<byte> Arguments => _arguments.Of(_bytes);

    /// <summary>Whether path or query are not the client's.</summary>
    public bool IsRewritten => HasUri || HasArguments;

    /// <summary>Whether a path that was changed stays in its route all the same, whose prefix then says nothing about it.</summary>
    public bool LeftRoute { get; set; }

    /// <summary>A random name of the request: 32 lower-case hexadecimal digits, the same each time.</summary>
    public ReadOnlySpan<byte> Id
    {
        get
        {
            if (!_hasId)
            {
                Span<byte> random = stackalloc byte[IdLength / 2];
                RandomNumberGenerator.Fill(random);
                Convert.TryToHexStringLower(random, _id, out _);
                _hasId = true;
            }

            return _id;
        }
    }

    /// <summary>Another request begins.</summary>
    public void Reset()
    {
        if (_bytes.Length > 0)
        {
            ForgetRewriting(0);
        }

        Captured.Clear();
        (_hasId, Connection, ServerName, ProxyHost, ProxyPort) = (false, null, [], [], 0);
    }

    /// <summary>Back to the client's own path and query; nothing set, nothing captured.</summary>
    /// <param name="headLength">Bytes of the head that what is made may be a multiple of.</param>
    public void ForgetRewriting(int headLength)
    {
        (_length, HasUri, HasArguments, LeftRoute, IsTooLong) = (0, false, false, false, false);
        _limit = MaxBytes + (MostPerByte * headLength);
        _decoded = default;
        ForgetMatches();
        if (_bytes.Length > KeptSize)
        {
            _bytes = [];
        }
    }

    public void SetUri(ByteRange uri) => (_uri, HasUri) = (uri, true);

    public void SetArguments(ByteRange arguments) => (_arguments, HasArguments) = (arguments, true);

    /// <summary>Whether something did not fit: what is here is then not to be used.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The room that is left, at least so many bytes; empty when there is none. What was written before stays where it was, by range.</summary>
    public Span<byte> Room(int least)
    {
        if (_bytes.Length - _length < least)
        {
            if (_length + least > _limit)
            {
                IsTooLong = true;
                return default;
            }

            Array.Resize(ref _bytes, Math.Min(_limit, Math.Max(Math.Max(FirstSize, 2 * _bytes.Length), _length + least)));
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>Keeps the first <paramref name="count"/> bytes of the room.</summary>
    public ByteRange Keep(int count)
    {
        var range = new ByteRange(_length, count);
        _length += count;
        return range;
    }

    /// <summary>The bytes of a range that was kept.</summary>
    public ReadOnlySpan<byte> Of(ByteRange range) => range.Of(_bytes);
}
