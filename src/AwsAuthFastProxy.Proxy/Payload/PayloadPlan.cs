using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>How one request's body is read and how it goes upstream. The default value is that of a request without a body.</summary>
internal readonly struct PayloadPlan
{
    /// <summary>What to answer instead, or null.</summary>
    public ErrorAnswer? Error { get; init; }

    /// <summary>How it goes upstream; without meaning while <see cref="IsReadFirst"/>.</summary>
    public PayloadForm Form { get; init; }

    /// <summary>The body must be read whole before its head can be written; then the plan is made anew.</summary>
    public bool IsReadFirst { get; init; }

    /// <summary>Most bytes to read then.</summary>
    public long ReadLimit { get; init; }

    /// <summary>Bytes of the data; -1 when not known, which only a body that is passed on or read first may be.</summary>
    public long Length { get; init; }

    /// <summary>Whether the client's body is in aws-chunked framing.</summary>
    public bool IsAwsChunked { get; init; }

    /// <summary>The signatures in that framing.</summary>
    public AwsChunkedForm Source { get; init; }

    /// <summary>The checksum behind it, to be held against the data.</summary>
    public ChecksumAlgorithm SourceTrailer { get; init; }

    /// <summary>The checksum that goes upstream behind the body.</summary>
    public ChecksumAlgorithm Trailer { get; init; }

    /// <summary>The moment of the head's signature, from which those of the chunks follow.</summary>
    public SigningTime Time { get; init; }

    /// <summary>Whether the body goes upstream in aws-chunked framing.</summary>
    public bool IsFramed => Form >= PayloadForm.SignedChunks;

    /// <summary>Whether each chunk is signed.</summary>
    public bool IsSigned => Form is PayloadForm.SignedChunks or PayloadForm.SignedChunksWithTrailer;

    /// <summary>Whether the relay has more to do than to pass bytes on.</summary>
    public bool IsTransformed => IsFramed || IsAwsChunked || Form == PayloadForm.Collected;

    /// <summary>The checksum to compute on the way. The client's, where it sent one, is also what goes upstream, if any does.</summary>
    public ChecksumAlgorithm Computed => SourceTrailer != ChecksumAlgorithm.None ? SourceTrailer : Trailer;

    public static PayloadPlan Refused(ErrorAnswer error) => new() { Error = error };
}
