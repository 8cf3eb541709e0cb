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
internal sealed class RequestValues
{
    /// <summary>Most bytes that rewriting may make of one request.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Captures that texts can name.</summary>
    private const int MaxCaptures = 9;

    private const int FirstSize = 512;
    private const int KeptSize = 16 * 1024;
    private const int IdLength = 32;

    private readonly ByteRange[] _captures = new ByteRange[MaxCaptures + 1];
    private readonly byte[] _id = new byte[IdLength];
    private OwnValue[] _own = [];
    private byte[] _bytes = [];
    private int _length;
    private ByteRange _uri;
    private ByteRange _arguments;
    private bool _hasId;

    public RequestValues() => Captured = new CapturedTexts(this);

    /// <summary>What texts for the response show of the request.</summary>
    public CapturedTexts Captured { get; }

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
        ForgetRewriting();
        _hasId = false;
        Captured.Clear();
        Connection = null;
    }

    /// <summary>Back to the client's own path and query; nothing set, nothing captured.</summary>
    public void ForgetRewriting()
    {
        (_length, HasUri, HasArguments) = (0, false, false);
        ForgetCaptures();
        Array.Clear(_own);
        if (_bytes.Length > KeptSize)
        {
            _bytes = [];
        }
    }

    /// <summary>What the last regex captured under a number, or empty.</summary>
    public ReadOnlySpan<byte> Capture(int number) => _captures[number].Of(_bytes);

    /// <summary>The value of a variable of the configuration's own, or empty.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="form">What it becomes part of.</param>
    public ReadOnlySpan<byte> Own(int place, TextForm form) =>
        place >= _own.Length ? default : (form == TextForm.Target ? _own[place].Target : _own[place].Plain).Of(_bytes);

    /// <summary>No regex matched.</summary>
    public void ForgetCaptures() => Array.Clear(_captures);

    /// <summary>Notes what a regex captured; <paramref name="range"/> is of what was written here.</summary>
    public void SetCapture(int number, ByteRange range)
    {
        if (number <= MaxCaptures)
        {
            _captures[number] = range;
        }
    }

    /// <summary>Gives a variable its value; the ranges are of what was written here.</summary>
    public void SetOwn(int place, ByteRange plain, ByteRange target)
    {
        if (place >= _own.Length)
        {
            Array.Resize(ref _own, Math.Max(place + 1, 2 * _own.Length));
        }

        _own[place] = new OwnValue(plain, target);
    }

    public void SetUri(ByteRange uri) => (_uri, HasUri) = (uri, true);

    public void SetArguments(ByteRange arguments) => (_arguments, HasArguments) = (arguments, true);

    /// <summary>The room that is left, at least so many bytes; empty when there is none. What was written before stays where it was, by range.</summary>
    public Span<byte> Room(int least)
    {
        if (_bytes.Length - _length < least)
        {
            if (_length + least > MaxBytes)
            {
                return default;
            }

            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(Math.Max(FirstSize, 2 * _bytes.Length), _length + least)));
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

    private readonly record struct OwnValue(ByteRange Plain, ByteRange Target);
}
