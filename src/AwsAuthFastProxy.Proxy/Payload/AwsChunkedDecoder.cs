using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>
/// Incremental decoder of aws-chunked bodies, fed fragments of any size; copies no data. The client's signatures must have their form, and
/// are then forgotten: they were made with a key that is not ours. Reusable.
/// </summary>
/// <remarks>
/// Amazon S3 API reference, "Transferring Payload in Multiple Chunks", and the same with trailing headers:
/// <code>
/// body      = *chunk last-chunk *( field-line [ LF ] CRLF ) CRLF
/// chunk     = 1*16HEXDIG [ ";chunk-signature=" signature ] CRLF data CRLF
/// signature = 64*144( HEXDIG / "*" )
/// </code>
/// The LF is an old reading of that page, where the signed form of a trailer line ends in LF; clients that send it are about.
/// </remarks>
internal sealed class AwsChunkedDecoder
{
    private const int MostSizeDigits = 16;
    private const int LeastSignature = 64;
    private const int MostSignature = 144;
    private const int MostLine = 256;

    private readonly byte[] _line = new byte[MostLine];
    private readonly byte[] _value = new byte[ChecksumFields.MaxValueLength];
    private AwsChunkedForm _form;
    private ChecksumAlgorithm _trailer;
    private AwsChunkState _state;
    private RejectReason _reason;
    private int _count;
    private long _chunkRemaining;
    private int _valueLength;
    private bool _hasTrailerSignature;

    /// <summary>Data bytes found so far.</summary>
    public long DataBytes { get; private set; }

    /// <summary>The trailer's checksum, once the body is done.</summary>
    public ReadOnlySpan<byte> TrailerValue => _value.AsSpan(0, Math.Max(_valueLength, 0));

    /// <summary>Begins a body.</summary>
    /// <param name="form">The signatures it must have.</param>
    /// <param name="trailer">The checksum that must stand behind it, if any.</param>
    public void Begin(AwsChunkedForm form, ChecksumAlgorithm trailer)
    {
        _form = form;
        _trailer = trailer;
        _state = AwsChunkState.SizeFirstDigit;
        _count = 0;
        _chunkRemaining = DataBytes = 0;
        _valueLength = -1;
        _hasTrailerSignature = false;
    }

    /// <summary>Skips framing up to the next data, and yields those as far as <paramref name="input"/> has them; to be called until there are none.</summary>
    public AwsChunkStep Read(ReadOnlySpan<byte> input)
    {
        int position = 0;
        while (true)
        {
            switch (_state)
            {
                case AwsChunkState.Done:
                    return new AwsChunkStep(ChunkStatus.Done, position, 0, RejectReason.None);
                case AwsChunkState.Rejected:
                    return new AwsChunkStep(ChunkStatus.Rejected, position, 0, _reason);
            }

            if (position == input.Length)
            {
                return new AwsChunkStep(ChunkStatus.NeedMore, position, 0, RejectReason.None);
            }

            if (_state == AwsChunkState.Data)
            {
                int length = (int)Math.Min(input.Length - position, _chunkRemaining);
                _chunkRemaining -= length;
                DataBytes += length;
                _state = _chunkRemaining == 0 ? AwsChunkState.DataCarriageReturn : AwsChunkState.Data;
                return new AwsChunkStep(ChunkStatus.Data, position + length, length, RejectReason.None);
            }

            RejectReason reason = _state < AwsChunkState.TrailerFirst ? AdvanceChunk(input[position]) : AdvanceTrailer(input[position]);
            if (reason != RejectReason.None)
            {
                _reason = reason;
                _state = AwsChunkState.Rejected;
                continue;
            }

            position++;
        }
    }

    private RejectReason AdvanceChunk(byte octet)
    {
        switch (_state)
        {
            case AwsChunkState.SizeFirstDigit or AwsChunkState.Size:
                return AdvanceSize(octet);
            case AwsChunkState.Extension:
                if (octet != AwsChunkedFraming.SignatureExtension[_count])
                {
                    return RejectReason.BadAwsChunk;
                }

                return ++_count == AwsChunkedFraming.SignatureExtension.Length ? Enter(AwsChunkState.Signature) : RejectReason.None;
            case AwsChunkState.Signature:
                if (octet == '\r' && _count >= LeastSignature)
                {
                    return Enter(AwsChunkState.LineFeed);
                }

                return (char.IsAsciiHexDigit((char)octet) || octet == '*') && ++_count <= MostSignature ? RejectReason.None : RejectReason.BadAwsChunk;
            case AwsChunkState.LineFeed:
                return octet == '\n' ? Enter(_chunkRemaining == 0 ? AwsChunkState.TrailerFirst : AwsChunkState.Data) : RejectReason.BadAwsChunk;
            case AwsChunkState.DataCarriageReturn:
                return octet == '\r' ? Enter(AwsChunkState.DataLineFeed) : RejectReason.BadAwsChunk;
            default:
                return octet == '\n' ? Enter(AwsChunkState.SizeFirstDigit) : RejectReason.BadAwsChunk;
        }
    }

    private RejectReason AdvanceSize(byte octet)
    {
        if (char.IsAsciiHexDigit((char)octet))
        {
            // No overflow: neither in the number nor in the digits before it.
            if (_count == MostSizeDigits || _chunkRemaining > long.MaxValue >> 4)
            {
                return RejectReason.BadAwsChunk;
            }

            _count++;
            _state = AwsChunkState.Size;
            _chunkRemaining = (_chunkRemaining << 4) | (long)(octet <= '9' ? octet - '0' : (octet | 0x20) - 'a' + 10);
            return RejectReason.None;
        }

        if (_state == AwsChunkState.SizeFirstDigit)
        {
            return RejectReason.BadAwsChunk;
        }

        if (_form.IsSigned)
        {
            Enter(AwsChunkState.Extension);
            return AdvanceChunk(octet);
        }

        return octet == '\r' ? Enter(AwsChunkState.LineFeed) : RejectReason.BadAwsChunk;
    }

    private RejectReason AdvanceTrailer(byte octet)
    {
        switch (_state)
        {
            case AwsChunkState.TrailerFirst when octet == '\r':
                return Enter(AwsChunkState.FinalLineFeed);
            case AwsChunkState.TrailerFirst or AwsChunkState.Trailer:
                if (octet is (byte)'\r' or (byte)'\n')
                {
                    _state = octet == '\r' ? AwsChunkState.TrailerLineFeed : AwsChunkState.TrailerCarriageReturn;
                    return RejectReason.None;
                }

                if (_count == MostLine || octet < ' ' || octet == 0x7F)
                {
                    return RejectReason.BadAwsTrailer;
                }

                _line[_count++] = octet;
                _state = AwsChunkState.Trailer;
                return RejectReason.None;
            case AwsChunkState.TrailerCarriageReturn:
                // The count stays: the line is not over.
                _state = AwsChunkState.TrailerLineFeed;
                return octet == '\r' ? RejectReason.None : RejectReason.BadAwsTrailer;
            case AwsChunkState.TrailerLineFeed:
                return octet == '\n' ? EndTrailerLine() : RejectReason.BadAwsTrailer;
            default:
                bool complete = (_trailer == ChecksumAlgorithm.None || _valueLength >= 0) && _form.IsTrailerSigned == _hasTrailerSignature;
                return octet == '\n' && complete ? Enter(AwsChunkState.Done) : RejectReason.BadAwsTrailer;
        }
    }

    /// <summary>The announced checksum once, then the signature where there must be one; nothing else.</summary>
    private RejectReason EndTrailerLine()
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _count);
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || _hasTrailerSignature)
        {
            return RejectReason.BadAwsTrailer;
        }

        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim((byte)' ');
        if (_form.IsTrailerSigned && Ascii.EqualsIgnoreCase(line[..colon], AwsChunkedFraming.TrailerSignature))
        {
            _hasTrailerSignature = true;
        }
        else if (_valueLength < 0 && _trailer != ChecksumAlgorithm.None && Ascii.EqualsIgnoreCase(line[..colon], ChecksumFields.Name(_trailer)) && value.Length <= _value.Length)
        {
            value.CopyTo(_value);
            _valueLength = value.Length;
        }
        else
        {
            return RejectReason.BadAwsTrailer;
        }

        return Enter(AwsChunkState.TrailerFirst);
    }

    private RejectReason Enter(AwsChunkState next)
    {
        _state = next;
        _count = 0;
        return RejectReason.None;
    }
}
