namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>Where <see cref="AwsChunkedDecoder"/> stands: the name says what may come next.</summary>
internal enum AwsChunkState : byte
{
    SizeFirstDigit,
    Size,
    Extension,
    Signature,
    LineFeed,
    Data,
    DataCarriageReturn,
    DataLineFeed,
    TrailerFirst,
    Trailer,
    TrailerCarriageReturn,
    TrailerLineFeed,
    FinalLineFeed,
    Done,
    Rejected,
}
