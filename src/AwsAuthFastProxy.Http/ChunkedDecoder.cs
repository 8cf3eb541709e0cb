using System.Diagnostics;

namespace AwsAuthFastProxy.Http;

/// <summary>
/// Incremental decoder of the chunked transfer coding (RFC 9112 §7.1), fed fragments of any size. It copies nothing:
/// each step tells which part of the input is data. Extensions and trailers are checked, bounded and discarded; trailers
/// never become header fields (RFC 9110 §6.5.1). The default value is a decoder at the start of a body.
/// </summary>
/// <remarks>
/// <code>
/// chunked-body   = *chunk last-chunk trailer-section CRLF
/// chunk          = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
/// chunk-size     = 1*HEXDIG
/// last-chunk     = 1*"0" [ chunk-ext ] CRLF
/// chunk-ext      = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
/// chunk-ext-name = token
/// chunk-ext-val  = token / quoted-string
/// quoted-string  = DQUOTE *( qdtext / quoted-pair ) DQUOTE
/// qdtext         = HTAB / SP / %x21 / %x23-5B / %x5D-7E / obs-text
/// quoted-pair    = "\" ( HTAB / SP / VCHAR / obs-text )
/// trailer-section = *( field-line CRLF )
/// field-line     = token ":" *( HTAB / SP / VCHAR / obs-text )
/// </code>
/// </remarks>
public struct ChunkedDecoder
{
    /// <summary>Most bytes of one chunk-size line without its CRLF.</summary>
    public const int MostLineBytes = 1024;

    /// <summary>Most bytes of extensions in one body.</summary>
    public const int MostExtensionBytes = 16 * 1024;

    /// <summary>Most bytes of the trailer section.</summary>
    public const int MostTrailerBytes = 8 * 1024;

    /// <summary>Bytes of framing one body may have beyond eight for each byte of data, where nothing else is said.</summary>
    public const int DefaultOverheadBytes = 64 * 1024;

    /// <summary>Most trailer lines.</summary>
    public const int MostTrailers = 64;

    // One-byte chunks cost five bytes of framing each and are legal; what is over this allowance is padding meant to make us work.
    private const long MostOverheadPerDataByte = 8;

    // Beyond the default, so that the default value of the type is a decoder too.
    private readonly int _extraOverhead;

    private ChunkState _state;
    private RejectReason _reason;
    private int _lineBytes;
    private int _extensionBytes;
    private int _trailerBytes;
    private int _trailers;
    private long _chunkRemaining;
    private long _dataBytes;
    private long _overheadBytes;

    /// <summary>A decoder at the start of a body.</summary>
    /// <param name="overheadBytes">Bytes of framing allowed beyond eight for each byte of data.</param>
    public ChunkedDecoder(int overheadBytes)
    {
        this = default;
        _extraOverhead = overheadBytes - DefaultOverheadBytes;
    }

    /// <summary>Body bytes found so far.</summary>
    public readonly long DataBytes => _dataBytes;

    /// <summary>Whether the body has come to its proper end.</summary>
    public readonly bool IsDone => _state == ChunkState.Done;

    /// <summary>
    /// Takes one step: skips framing up to the next data, and yields that data as far as <paramref name="input"/> has it.
    /// Call again with what is behind <see cref="ChunkStep.Consumed"/> until the status is not <see cref="ChunkStatus.Data"/>.
    /// </summary>
    public ChunkStep Read(ReadOnlySpan<byte> input)
    {
        int position = 0;
        while (true)
        {
            switch (_state)
            {
                case ChunkState.Done:
                    return ChunkStep.Done(position);
                case ChunkState.Rejected:
                    return ChunkStep.Rejected(_reason, position);
            }

            if (position == input.Length)
            {
                return ChunkStep.NeedMore(position);
            }

            if (_state == ChunkState.Data)
            {
                return ReadData(position, input.Length - position);
            }

            RejectReason reason = Advance(input[position]);
            if (reason != RejectReason.None)
            {
                _reason = reason;
                _state = ChunkState.Rejected;
                continue;
            }

            position++;
        }
    }

    private ChunkStep ReadData(int position, int available)
    {
        Debug.Assert(_chunkRemaining > 0, "a chunk of size zero has no data");
        int length = (int)Math.Min(available, _chunkRemaining);
        _chunkRemaining -= length;
        _dataBytes += length;
        if (_chunkRemaining == 0)
        {
            _state = ChunkState.DataCarriageReturn;
        }

        return ChunkStep.Data(position + length, length);
    }

    /// <summary>Takes one octet of framing.</summary>
    private RejectReason Advance(byte octet)
    {
        if (++_overheadBytes > DefaultOverheadBytes + _extraOverhead + (MostOverheadPerDataByte * Math.Min(_dataBytes, long.MaxValue / 16)))
        {
            return RejectReason.ChunkOverhead;
        }

        if (_state >= ChunkState.DataCarriageReturn)
        {
            return _state >= ChunkState.TrailerFirst ? AdvanceTrailer(octet) : AdvanceDataEnd(octet);
        }

        if (_state == ChunkState.SizeLineFeed)
        {
            return octet == '\n' ? EndSizeLine() : RejectReason.BadChunkSize;
        }

        if (octet != '\r' && ++_lineBytes > MostLineBytes)
        {
            return RejectReason.ChunkLineTooLong;
        }

        return _state <= ChunkState.Size ? AdvanceSize(octet) : AdvanceExtension(octet);
    }

    private RejectReason AdvanceSize(byte octet)
    {
        if (char.IsAsciiHexDigit((char)octet))
        {
            // Leading zeros are grammatical; only the value must fit (§7.1: no overflow).
            if (_chunkRemaining > long.MaxValue >> 4)
            {
                return RejectReason.ChunkSizeOverflow;
            }

            _chunkRemaining = (_chunkRemaining << 4) | (long)HexValue(octet);
            _state = ChunkState.Size;
            return RejectReason.None;
        }

        if (_state == ChunkState.SizeFirstDigit)
        {
            return RejectReason.BadChunkSize;
        }

        return Grammar.IsWhitespace(octet) ? Enter(ChunkState.SemicolonOrSpace) : EndOfElement(octet, RejectReason.BadChunkSize);
    }

    private RejectReason AdvanceExtension(byte octet)
    {
        if (++_extensionBytes > MostExtensionBytes)
        {
            return RejectReason.ChunkOverhead;
        }

        bool isSpace = Grammar.IsWhitespace(octet);
        bool isToken = Grammar.Token.Contains(octet);
        switch (_state)
        {
            case ChunkState.SemicolonOrSpace:
                // BWS must lead to a semicolon; white space before CRLF is not in the grammar.
                return isSpace ? RejectReason.None
                    : octet == ';' ? Enter(ChunkState.ExtensionNameFirst)
                    : RejectReason.BadChunkSize;
            case ChunkState.ExtensionNameFirst:
                return isSpace ? RejectReason.None
                    : isToken ? Enter(ChunkState.ExtensionName)
                    : RejectReason.BadChunkExtension;
            case ChunkState.ExtensionName:
                return isToken ? RejectReason.None
                    : isSpace ? Enter(ChunkState.EqualsOrSemicolonOrSpace)
                    : octet == '=' ? Enter(ChunkState.ExtensionValueFirst)
                    : EndOfElement(octet, RejectReason.BadChunkExtension);
            case ChunkState.EqualsOrSemicolonOrSpace:
                return isSpace ? RejectReason.None
                    : octet == '=' ? Enter(ChunkState.ExtensionValueFirst)
                    : octet == ';' ? Enter(ChunkState.ExtensionNameFirst)
                    : RejectReason.BadChunkExtension;
            case ChunkState.ExtensionValueFirst:
                return isSpace ? RejectReason.None
                    : isToken ? Enter(ChunkState.ExtensionToken)
                    : octet == '"' ? Enter(ChunkState.QuotedText)
                    : RejectReason.BadChunkExtension;
            case ChunkState.ExtensionToken:
                return isToken ? RejectReason.None
                    : isSpace ? Enter(ChunkState.SemicolonOrSpace)
                    : EndOfElement(octet, RejectReason.BadChunkExtension);
            case ChunkState.QuotedText:
                return octet == '"' ? Enter(ChunkState.QuotedEnd)
                    : octet == '\\' ? Enter(ChunkState.QuotedPair)
                    : Grammar.Control.Contains(octet) ? RejectReason.BadChunkExtension
                    : RejectReason.None;
            case ChunkState.QuotedPair:
                return Grammar.Control.Contains(octet) ? RejectReason.BadChunkExtension : Enter(ChunkState.QuotedText);
            default:
                Debug.Assert(_state == ChunkState.QuotedEnd, "every state of an extension has its case");
                return isSpace ? Enter(ChunkState.SemicolonOrSpace) : EndOfElement(octet, RejectReason.BadChunkExtension);
        }
    }

    /// <summary>What may stand directly behind a size, a name or a value: the next extension or the end of the line.</summary>
    private RejectReason EndOfElement(byte octet, RejectReason otherwise) => octet switch
    {
        (byte)';' => Enter(ChunkState.ExtensionNameFirst),
        (byte)'\r' => Enter(ChunkState.SizeLineFeed),
        _ => otherwise,
    };

    private RejectReason EndSizeLine()
    {
        _lineBytes = 0;
        return Enter(_chunkRemaining == 0 ? ChunkState.TrailerFirst : ChunkState.Data);
    }

    private RejectReason AdvanceDataEnd(byte octet)
    {
        if (_state == ChunkState.DataCarriageReturn)
        {
            return octet == '\r' ? Enter(ChunkState.DataLineFeed) : RejectReason.BadChunkEnd;
        }

        return octet == '\n' ? Enter(ChunkState.SizeFirstDigit) : RejectReason.BadChunkEnd;
    }

    private RejectReason AdvanceTrailer(byte octet)
    {
        if (_state == ChunkState.FinalLineFeed)
        {
            return octet == '\n' ? Enter(ChunkState.Done) : RejectReason.BadTrailer;
        }

        if (_state == ChunkState.TrailerFirst && octet == '\r')
        {
            return Enter(ChunkState.FinalLineFeed);
        }

        if (++_trailerBytes > MostTrailerBytes)
        {
            return RejectReason.TrailersTooLarge;
        }

        switch (_state)
        {
            case ChunkState.TrailerFirst:
                return !Grammar.Token.Contains(octet) ? RejectReason.BadTrailer
                    : ++_trailers > MostTrailers ? RejectReason.TrailersTooLarge
                    : Enter(ChunkState.TrailerName);
            case ChunkState.TrailerName:
                return Grammar.Token.Contains(octet) ? RejectReason.None
                    : octet == ':' ? Enter(ChunkState.TrailerValue)
                    : RejectReason.BadTrailer;
            case ChunkState.TrailerValue:
                return octet == '\r' ? Enter(ChunkState.TrailerLineFeed)
                    : Grammar.Control.Contains(octet) ? RejectReason.BadTrailer
                    : RejectReason.None;
            default:
                Debug.Assert(_state == ChunkState.TrailerLineFeed, "every state of a trailer has its case");
                return octet == '\n' ? Enter(ChunkState.TrailerFirst) : RejectReason.BadTrailer;
        }
    }

    private RejectReason Enter(ChunkState next)
    {
        _state = next;
        return RejectReason.None;
    }

    private static int HexValue(byte octet) => octet <= '9' ? octet - '0' : (octet | 0x20) - 'a' + 10;
}
