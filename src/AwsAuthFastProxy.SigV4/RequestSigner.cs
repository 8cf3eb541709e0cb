using System.Runtime.CompilerServices;
using System.Text;
using AwsAuthFastProxy.SigV4.Hashing;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// Signs requests with one derived key. Owns keyed native hash state and a buffer: one instance belongs to one thread.
/// Signing allocates nothing and costs two native computations, a SHA-256 and an HMAC.
/// Does not look at the clock: that the scope covers the day is the caller's to see (<see cref="CredentialScope.Covers"/>).
/// </summary>
/// <remarks>Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)".</remarks>
public sealed class RequestSigner : IDisposable
{
    /// <summary>The length of a signature: lower-case hexadecimal digits.</summary>
    public const int SignatureLength = 64;

    /// <summary>S3 and its kin refuse a presigned request that lives longer: seven days, in seconds.</summary>
    public const int MaxExpires = 604_800;

    // A canonical request is 300 to 600 bytes as a rule; anything up to this size is assembled on the stack.
    private const int StackLength = 4096;

    private readonly string _credential;
    private readonly byte[] _authorizationPrefix;
    private readonly PresignedParameters _presigned;

    // The whole string to sign; time and hash are written in place.
    private readonly byte[] _stringToSign;

    private readonly SignatureHash _hash;
    private byte[] _large = [];
    private bool _disposed;

    /// <summary>A signer with a key. The key may be disposed afterwards.</summary>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    public RequestSigner(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _hash = SignatureHash.Create(key.Key);
        Scope = key.Scope;
        _credential = $"{key.AccessKeyId}/{key.Scope}";
        _authorizationPrefix = Encoding.ASCII.GetBytes($"AWS4-HMAC-SHA256 Credential={_credential},SignedHeaders=");
        _presigned = new PresignedParameters(_credential, key.SessionToken);
        _stringToSign = StringToSignTemplate("AWS4-HMAC-SHA256", SignatureLength);
    }

    /// <summary>The day, region and service of the signatures.</summary>
    public CredentialScope Scope { get; }

    private static ReadOnlySpan<byte> SignaturePrefix => ",Signature="u8;

    /// <summary>A length the Authorization value of <paramref name="request"/> does not exceed.</summary>
    public int MaxAuthorizationLength(in RequestToSign request) =>
        _authorizationPrefix.Length + CanonicalRequestWriter.MaxSignedHeadersLength(request.Fields)
        + SignaturePrefix.Length + SignatureLength;

    /// <summary>
    /// Signs by header: writes the value of Authorization, whose last <see cref="SignatureLength"/> bytes are the signature.
    /// Sorts <see cref="RequestToSign.Fields"/>.
    /// </summary>
    /// <param name="request">The request as it will be sent; host, x-amz-date and x-amz-content-sha256 among its fields.</param>
    /// <param name="authorization">Takes the value; <see cref="MaxAuthorizationLength"/> bytes are always enough.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="authorization"/> is too short.</exception>
    // SkipLocalsInit: of the buffer only the bytes written by the writer are read.
    [SkipLocalsInit]
    public int SignHeaders(in RequestToSign request, Span<byte> authorization)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var bound = CanonicalRequestWriter.MaxLength(request);
        var buffer = bound <= StackLength ? stackalloc byte[StackLength] : Large(bound);
        CanonicalRequestWriter.Sort(request);
        var length = CanonicalRequestWriter.Write(request, buffer, out var signedHeaders);
        var names = buffer[signedHeaders];
        if (authorization.Length < _authorizationPrefix.Length + names.Length + SignaturePrefix.Length + SignatureLength)
        {
            throw new ArgumentException("The destination is too short for the Authorization value.", nameof(authorization));
        }

        var writer = new ByteWriter(authorization);
        writer.Write(_authorizationPrefix);
        writer.Write(names);
        writer.Write(SignaturePrefix);
        Sign(buffer[..length], request.Time, writer.Reserve(SignatureLength));
        return writer.Length;
    }

    /// <summary>A length the signed query of <paramref name="request"/> does not exceed.</summary>
    public int MaxSignedQueryLength(in RequestToSign request) =>
        request.CanonicalQuery.Length + _presigned.Length
        + (3 * CanonicalRequestWriter.MaxSignedHeadersLength(request.Fields));

    /// <summary>
    /// Signs by query (a presigned URL): writes the request's canonical query with X-Amz-Algorithm, X-Amz-Credential,
    /// X-Amz-Date, X-Amz-Expires, X-Amz-Security-Token (with temporary credentials) and X-Amz-SignedHeaders merged in their
    /// order, and X-Amz-Signature last. Sorts <see cref="RequestToSign.Fields"/>.
    /// </summary>
    /// <param name="request">The request, whose query holds none of these parameters; host must be among its fields.</param>
    /// <param name="expires">Seconds the signature is good for, 1 to <see cref="MaxExpires"/>.</param>
    /// <param name="query">Takes the query; <see cref="MaxSignedQueryLength"/> bytes are always enough.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="ArgumentException"><paramref name="query"/> is shorter than <see cref="MaxSignedQueryLength"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="expires"/> is out of its range.</exception>
    [SkipLocalsInit]
    public int SignQuery(in RequestToSign request, int expires, Span<byte> query)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(expires, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(expires, MaxExpires);
        if (query.Length < MaxSignedQueryLength(request))
        {
            throw new ArgumentException("The destination is too short for the signed query.", nameof(query));
        }

        CanonicalRequestWriter.Sort(request);
        var writer = new ByteWriter(query);
        _presigned.Write(request, expires, ref writer);
        var presigned = request with { CanonicalQuery = writer.Written };
        var bound = CanonicalRequestWriter.MaxLength(presigned);
        var buffer = bound <= StackLength ? stackalloc byte[StackLength] : Large(bound);
        var length = CanonicalRequestWriter.Write(presigned, buffer, out _);
        writer.Write(PresignedParameters.SignaturePrefix);
        Sign(buffer[..length], request.Time, writer.Reserve(SignatureLength));
        return writer.Length;
    }

    /// <summary>
    /// The canonical request that <see cref="SignHeaders"/> hashes, for diagnosis; each byte one character. For a presigned
    /// request give the query that <see cref="SignQuery"/> wrote, without its signature.
    /// </summary>
    public string CanonicalRequest(in RequestToSign request)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var buffer = Large(CanonicalRequestWriter.MaxLength(request));
        CanonicalRequestWriter.Sort(request);
        return Encoding.Latin1.GetString(buffer[..CanonicalRequestWriter.Write(request, buffer, out _)]);
    }

    /// <summary>The string to sign of <see cref="CanonicalRequest"/>, for diagnosis.</summary>
    public string StringToSign(in RequestToSign request)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var buffer = Large(CanonicalRequestWriter.MaxLength(request));
        CanonicalRequestWriter.Sort(request);
        var length = CanonicalRequestWriter.Write(request, buffer, out _);
        CompleteStringToSign(buffer[..length], request.Time);
        return Encoding.ASCII.GetString(_stringToSign);
    }

    /// <summary>Frees the keyed hash state.</summary>
    public void Dispose()
    {
        _disposed = true;
        _hash.Dispose();
    }

    /// <summary>The access key id and the scope; never the key.</summary>
    public override string ToString() => _credential;

    /// <summary>A string to sign: algorithm, room for the time, scope, room for <paramref name="restLength"/> bytes.</summary>
    internal byte[] StringToSignTemplate(string algorithm, int restLength)
    {
        var time = new string(' ', SigningTime.TextLength);
        return Encoding.ASCII.GetBytes($"{algorithm}\n{time}\n{Scope}\n{new string(' ', restLength)}");
    }

    /// <summary>The HMAC of a complete string to sign, in hexadecimal.</summary>
    internal void Sign(ReadOnlySpan<byte> stringToSign, Span<byte> signature)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Span<byte> mac = stackalloc byte[SignatureHash.Length];
        _hash.Mac(stringToSign, mac);
        Hex.Write(mac, signature);
    }

    private void Sign(ReadOnlySpan<byte> canonicalRequest, in SigningTime time, Span<byte> signature)
    {
        CompleteStringToSign(canonicalRequest, time);
        Sign(_stringToSign, signature);
    }

    private void CompleteStringToSign(ReadOnlySpan<byte> canonicalRequest, in SigningTime time)
    {
        Span<byte> hash = stackalloc byte[SignatureHash.Length];
        _hash.Hash(canonicalRequest, hash);
        time.Text.CopyTo(_stringToSign.AsSpan("AWS4-HMAC-SHA256\n".Length));
        Hex.Write(hash, _stringToSign.AsSpan(_stringToSign.Length - SignatureLength));
    }

    private Span<byte> Large(int length)
    {
        if (_large.Length < length)
        {
            _large = GC.AllocateUninitializedArray<byte>(length);
        }

        return _large;
    }
}
