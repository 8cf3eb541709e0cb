using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>
/// Takes the <c>aws-chunked</c> framing off and verifies every signature in it ("Transferring Payload in Multiple Chunks",
/// with and without trailing headers). All line ends are CRLF; every chunk of data but the last has at least 8 KiB.
/// </summary>
internal sealed class AwsChunkedDecoder
{
    private const int MinChunk = 8 * 1024;
    private readonly S3Request _request;
    private readonly SigningContext? _signer;
    private readonly byte[] _content;
    private readonly bool _hasTrailer;
    private string _previousSignature = "";
    private int _position;

    public AwsChunkedDecoder(S3Request request, SigningContext? signer, string payloadHash, byte[] content)
    {
        _request = request;
        _content = content;
        _hasTrailer = payloadHash != PayloadHash.StreamingSigned;
        if (payloadHash != PayloadHash.StreamingUnsignedTrailer)
        {
            _signer = signer ?? throw new S3ErrorException(S3Errors.AccessDenied("Access Denied"));
            _previousSignature = signer.Presented.Signature;
        }
    }

    /// <exception cref="S3ErrorException">Broken framing or a signature that does not match.</exception>
    public (byte[] Data, IReadOnlyList<KeyValuePair<string, string>> Trailers) Decode()
    {
        using var data = new MemoryStream();
        for (int number = 1, lastSize = MinChunk; ; number++)
        {
            (int size, string? signature) = ReadChunkLine();
            if (size > _content.Length - _position)
            {
                throw Incomplete();
            }

            if (size > 0 && lastSize < MinChunk)
            {
                throw new S3ErrorException(S3Errors.InvalidChunkSize(number - 1, lastSize));
            }

            ReadOnlySpan<byte> chunk = _content.AsSpan(_position, size);
            _position += size;
            CheckChunk(chunk, signature);
            data.Write(chunk);
            if (size == 0)
            {
                break;
            }

            lastSize = size;
            if (ReadLine().Length != 0)
            {
                throw Incomplete();
            }
        }

        List<KeyValuePair<string, string>> trailers = ReadTrailers();
        bool complete = _position == _content.Length && data.Length == _request.DecodedContentLength;
        return complete ? (data.ToArray(), trailers) : throw Incomplete();
    }

    private (int Size, string? Signature) ReadChunkLine()
    {
        string line = ReadLine();
        string digits = line;
        string? signature = null;
        if (_signer is not null)
        {
            const string Extension = ";chunk-signature=";
            int semicolon = line.IndexOf(Extension, StringComparison.Ordinal);
            if (semicolon < 0)
            {
                throw Incomplete();
            }

            digits = line[..semicolon];
            signature = line[(semicolon + Extension.Length)..];
        }

        return digits.Length is > 0 and <= 8 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int size) && size >= 0
            ? (size, signature)
            : throw Incomplete();
    }

    private void CheckChunk(ReadOnlySpan<byte> chunk, string? signature)
    {
        if (_signer is null)
        {
            return;
        }

        CheckNext(string.Join('\n', [
            "AWS4-HMAC-SHA256-PAYLOAD",
            _signer.Presented.Timestamp,
            _signer.Presented.Scope.ToString(),
            _previousSignature,
            PayloadHash.Of([]),
            PayloadHash.Of(chunk),
        ]), signature ?? "");
    }

    private List<KeyValuePair<string, string>> ReadTrailers()
    {
        var trailers = new List<KeyValuePair<string, string>>();
        var signedLines = new StringBuilder();
        string? signature = null;
        for (string line = ReadLine(); line.Length > 0; line = ReadLine())
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (!_hasTrailer || colon <= 0 || signature is not null)
            {
                throw new S3ErrorException(S3Errors.MalformedTrailer());
            }

            string name = line[..colon];
            string value = line[(colon + 1)..].Trim(' ');
            if (name == "x-amz-trailer-signature")
            {
                signature = value;
                continue;
            }

            trailers.Add(new KeyValuePair<string, string>(name.ToLowerInvariant(), value));
            signedLines.Append(CultureInfo.InvariantCulture, $"{name.ToLowerInvariant()}:{value}\n");
        }

        // x-amz-trailer announces the names; neither more nor fewer may come.
        string[] announced = FieldLines.Members(_request.Head.Headers, "x-amz-trailer").Select(name => name.ToLowerInvariant()).ToArray();
        if (!announced.Order(StringComparer.Ordinal).SequenceEqual(trailers.Select(trailer => trailer.Key).Order(StringComparer.Ordinal))
            || (_hasTrailer && (signature is null) != (_signer is null)))
        {
            throw new S3ErrorException(S3Errors.MalformedTrailer());
        }

        if (_hasTrailer && _signer is not null)
        {
            CheckNext(string.Join('\n', [
                "AWS4-HMAC-SHA256-TRAILER",
                _signer.Presented.Timestamp,
                _signer.Presented.Scope.ToString(),
                _previousSignature,
                PayloadHash.Of(Encoding.Latin1.GetBytes(signedLines.ToString())),
            ]), signature!);
        }

        return trailers;
    }

    private void CheckNext(string stringToSign, string presented)
    {
        if (!SigningKey.AreEqual(_signer!.Key.Sign(stringToSign), presented))
        {
            var canonical = new CanonicalForm(_signer.Canonical.Request, stringToSign);
            throw new S3ErrorException(
                S3Errors.SignatureDoesNotMatch(_signer.Presented with { Signature = presented }, canonical), canonical);
        }

        _previousSignature = presented;
    }

    private string ReadLine()
    {
        int length = _content.AsSpan(_position).IndexOf("\r\n"u8);
        if (length < 0)
        {
            throw Incomplete();
        }

        string line = Encoding.Latin1.GetString(_content, _position, length);
        _position += length + 2;
        return line;
    }

    private static S3ErrorException Incomplete() => new(S3Errors.IncompleteBody());
}
