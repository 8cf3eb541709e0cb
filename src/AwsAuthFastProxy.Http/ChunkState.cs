namespace AwsAuthFastProxy.Http;

/// <summary>Where <see cref="ChunkedDecoder"/> stands: the name says what may come next.</summary>
internal enum ChunkState : byte
{
    SizeFirstDigit,
    Size,
    SemicolonOrSpace,
    ExtensionNameFirst,
    ExtensionName,
    EqualsOrSemicolonOrSpace,
    ExtensionValueFirst,
    ExtensionToken,
    QuotedText,
    QuotedPair,
    QuotedEnd,
    SizeLineFeed,
    Data,
    DataCarriageReturn,
    DataLineFeed,
    TrailerFirst,
    TrailerName,
    TrailerValue,
    TrailerLineFeed,
    FinalLineFeed,
    Done,
    Rejected,
}
