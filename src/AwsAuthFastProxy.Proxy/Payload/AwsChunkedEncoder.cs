using System.Buffers.Text;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>
/// Writes the framing of one aws-chunked body: the line before each chunk, and the end with the trailer. The data are the caller's, and so is
/// the CRLF behind them. Reusable.
/// </summary>
internal sealed class AwsChunkedEncoder
{
    private ChunkSigner? _signer;
    private ChecksumAlgorithm _trailer;

    /// <summary>Begins a body.</summary>
    /// <param name="plan">Its form.</param>
    /// <param name="signer">Signs the chunks, where the form has signatures.</param>
    /// <param name="seed">The signature of the head.</param>
    public void Begin(in PayloadPlan plan, ChunkSigner? signer, ReadOnlySpan<byte> seed)
    {
        _signer = plan.IsSigned ? signer : null;
        _trailer = plan.Trailer;
        _signer?.Begin(plan.Time, seed);
    }

    /// <summary>Writes the line before <paramref name="data"/>, one whole chunk. Returns the bytes written, at most <see cref="AwsChunkedFraming.MaxOverhead"/>.</summary>
    public int WriteLine(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        _ = Utf8Formatter.TryFormat(data.Length, destination, out int length, new('x'));
        if (_signer is not null)
        {
            AwsChunkedFraming.SignatureExtension.CopyTo(destination[length..]);
            length += AwsChunkedFraming.SignatureExtension.Length;
            _signer.Append(data);
            _signer.SignChunk(destination.Slice(length, RequestSigner.SignatureLength));
            length += RequestSigner.SignatureLength;
        }

        return length + Write("\r\n"u8, destination[length..]);
    }

    /// <summary>Writes the last chunk and what stands behind it.</summary>
    /// <param name="checksum">The checksum in base64, where the form has a trailer.</param>
    /// <param name="destination">Takes at most <see cref="AwsChunkedFraming.MaxOverhead"/> bytes.</param>
    public int WriteEnd(ReadOnlySpan<byte> checksum, Span<byte> destination)
    {
        int length = WriteLine(default, destination);
        if (_trailer != ChecksumAlgorithm.None)
        {
            int line = length;
            length += Write(ChecksumFields.Name(_trailer), destination[length..]);
            length += Write(":"u8, destination[length..]);
            length += Write(checksum, destination[length..]);
            if (_signer is not null)
            {
                length = WriteTrailerSignature(line, length, destination);
            }

            length += Write("\r\n"u8, destination[length..]);
        }

        return length + Write("\r\n"u8, destination[length..]);
    }

    /// <summary>The signature covers the line with LF alone behind it, which stands there for the moment.</summary>
    private int WriteTrailerSignature(int line, int length, Span<byte> destination)
    {
        Span<byte> signature = stackalloc byte[RequestSigner.SignatureLength];
        destination[length] = (byte)'\n';
        _signer!.SignTrailer(destination[line..(length + 1)], signature);
        length += Write("\r\n"u8, destination[length..]);
        length += Write(AwsChunkedFraming.TrailerSignature, destination[length..]);
        length += Write(":"u8, destination[length..]);
        return length + Write(signature, destination[length..]);
    }

    private static int Write(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        bytes.CopyTo(destination);
        return bytes.Length;
    }
}
