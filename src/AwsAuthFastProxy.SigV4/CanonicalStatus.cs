namespace AwsAuthFastProxy.SigV4;

/// <summary>What came of bringing a path or a query into canonical form. A value, because the bytes are a stranger's.</summary>
public enum CanonicalStatus : byte
{
    /// <summary>The canonical form was written.</summary>
    Ok,

    /// <summary>A '%' is not followed by two hexadecimal digits (RFC 3986 §2.1).</summary>
    MalformedPercentEncoding,

    /// <summary>
    /// An octet that no request target may hold (raw control, space, '#', DEL, 0x80 and above; in a path also '?'),
    /// or an encoded NUL, which stores disagree about.
    /// </summary>
    ForbiddenOctet,

    /// <summary>The destination cannot hold the result. A destination of <c>MaxLength</c> bytes always can.</summary>
    DestinationTooSmall,

    /// <summary>The query has more than <see cref="CanonicalQuery.MaxParameters"/> parameters.</summary>
    TooManyParameters,
}
