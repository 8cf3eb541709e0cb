namespace AwsAuthFastProxy.Http;

/// <summary>
/// What differs between a request head and a response head. Implemented by structs, so that the shared parser is
/// compiled once for each and its calls are inlined.
/// </summary>
internal interface IStartLine
{
    /// <summary>The table that takes the field lines.</summary>
    FieldTable Fields { get; }

    /// <summary>Offset of the start line behind the empty lines that may be ignored, or -1 while that is undecided.</summary>
    static abstract int SkipEmptyLines(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the first bytes, at least one, can begin a start line.</summary>
    static abstract bool CanBegin(ReadOnlySpan<byte> bytes);

    /// <summary>The reason for refusing a head that fills its limit without an end.</summary>
    static abstract RejectReason ReasonTooLarge(ReadOnlySpan<byte> bytes, in HeadLimits limits);

    /// <summary>Forgets what the head held before.</summary>
    void Reset();

    /// <summary>Parses the start line <paramref name="line"/>, which holds no control octet but HTAB.</summary>
    Fault ParseLine(ReadOnlySpan<byte> bytes, ByteRange line, in HeadLimits limits);

    /// <summary>Applies the rules that need all fields, and records the length.</summary>
    Fault Finish(ReadOnlySpan<byte> bytes);
}
