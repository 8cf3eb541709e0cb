using System.Security.Cryptography;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// The chain of signatures of one aws-chunked upload: from the seed (the signature of the request's head) to each chunk, the
/// empty last chunk and the trailer. Reusable for upload after upload; belongs to the thread of its <see cref="RequestSigner"/>,
/// which must outlive the upload. Frames nothing: sizes and line ends are the caller's.
/// </summary>
/// <remarks>
/// Amazon S3 API reference, "Signature calculations: transferring payload in multiple chunks" and the same with trailing headers.
/// </remarks>
public sealed class ChunkSigner : IDisposable
{
    private const int SignatureLength = RequestSigner.SignatureLength;

    private readonly RequestSigner _signer;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    // Algorithm, time, scope, previous signature, hash of nothing, hash of the chunk.
    private readonly byte[] _chunk;

    // Algorithm, time, scope, previous signature, hash of the trailer.
    private readonly byte[] _trailer;

    /// <summary>A signer of chunks that uses the key of <paramref name="signer"/>.</summary>
    public ChunkSigner(RequestSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        _signer = signer;
        _chunk = signer.StringToSignTemplate("AWS4-HMAC-SHA256-PAYLOAD", (3 * SignatureLength) + 2);
        _trailer = signer.StringToSignTemplate("AWS4-HMAC-SHA256-TRAILER", (2 * SignatureLength) + 1);
        PayloadHash.EmptySha256.CopyTo(_chunk.AsSpan(_chunk.Length - (2 * SignatureLength) - 1));
        _chunk[^(SignatureLength + 1)] = (byte)'\n';
        _chunk[^((2 * SignatureLength) + 2)] = (byte)'\n';
        _trailer[^(SignatureLength + 1)] = (byte)'\n';
    }

    private Span<byte> PreviousOfChunk => _chunk.AsSpan(_chunk.Length - (3 * SignatureLength) - 2, SignatureLength);

    private Span<byte> PreviousOfTrailer => _trailer.AsSpan(_trailer.Length - (2 * SignatureLength) - 1, SignatureLength);

    /// <summary>Begins an upload; whatever was left of the one before is forgotten.</summary>
    /// <param name="time">The time of the head's signature.</param>
    /// <param name="seed">The head's signature, 64 hexadecimal digits: the end of the Authorization value.</param>
    /// <exception cref="ArgumentException"><paramref name="seed"/> is not 64 bytes long.</exception>
    public void Begin(in SigningTime time, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SignatureLength)
        {
            throw new ArgumentException("A signature is 64 hexadecimal digits.", nameof(seed));
        }

        Span<byte> forgotten = stackalloc byte[SHA256.HashSizeInBytes];
        _sha256.GetHashAndReset(forgotten);
        var start = "AWS4-HMAC-SHA256-PAYLOAD\n".Length;
        time.Text.CopyTo(_chunk.AsSpan(start));
        time.Text.CopyTo(_trailer.AsSpan(start));
        seed.CopyTo(PreviousOfChunk);
        seed.CopyTo(PreviousOfTrailer);
    }

    /// <summary>Adds data to the current chunk; a chunk's data may come in any number of pieces.</summary>
    public void Append(ReadOnlySpan<byte> data) => _sha256.AppendData(data);

    /// <summary>Ends the current chunk and writes its signature. With nothing appended it is the last chunk.</summary>
    /// <param name="signature">Takes <see cref="RequestSigner.SignatureLength"/> hexadecimal digits.</param>
    /// <exception cref="ArgumentException"><paramref name="signature"/> is too short.</exception>
    public void SignChunk(Span<byte> signature) => Sign(_chunk, signature);

    /// <summary>Writes the signature of the trailer, the value of x-amz-trailer-signature. To be called after the last chunk.</summary>
    /// <param name="fields">The trailer fields as canonical lines: lower-case name, ':', value, LF; in the order of their names.</param>
    /// <param name="signature">Takes <see cref="RequestSigner.SignatureLength"/> hexadecimal digits.</param>
    /// <exception cref="ArgumentException"><paramref name="signature"/> is too short.</exception>
    public void SignTrailer(ReadOnlySpan<byte> fields, Span<byte> signature)
    {
        _sha256.AppendData(fields);
        Sign(_trailer, signature);
    }

    /// <summary>Frees the hash state; the <see cref="RequestSigner"/> stays with its owner.</summary>
    public void Dispose() => _sha256.Dispose();

    private void Sign(byte[] stringToSign, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _sha256.GetHashAndReset(hash);
        Hex.Write(hash, stringToSign.AsSpan(stringToSign.Length - SignatureLength));
        _signer.Sign(stringToSign, signature);
        signature[..SignatureLength].CopyTo(PreviousOfChunk);
        signature[..SignatureLength].CopyTo(PreviousOfTrailer);
    }
}
