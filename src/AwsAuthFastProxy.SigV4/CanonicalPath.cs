namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// The canonical form of a path: what goes on the wire and, for S3, into the canonical request as it stands.
/// Sending and signing one and the same form is what makes every server agree with the signature.
/// </summary>
/// <remarks>AWS documentation, "Create a signed AWS API request", canonical URI; RFC 3986 §2 and §5.2.4.</remarks>
public static class CanonicalPath
{
    /// <summary>The longest canonical form, in bytes, that a path of <paramref name="rawLength"/> bytes can have.</summary>
    public static int MaxLength(int rawLength) => checked((3 * rawLength) + 1);

    /// <summary>
    /// Decodes <paramref name="rawPath"/> once and encodes it once: unreserved octets and '/' stay, everything else
    /// becomes %XX in upper case. A raw '+' is a plus (RFC 3986) and becomes %2B, because S3 would read it as a space;
    /// %2F becomes '/'. Nothing is normalised: empty, "." and ".." segments are parts of legal S3 keys.
    /// Writing the result again changes nothing. An empty path is written as "/".
    /// </summary>
    /// <param name="rawPath">The path as received: without query, without '?'.</param>
    /// <param name="destination">Must not overlap <paramref name="rawPath"/>; its content is undefined unless the result is Ok.</param>
    /// <param name="written">The bytes written; 0 unless the result is Ok.</param>
    public static CanonicalStatus WriteS3(ReadOnlySpan<byte> rawPath, Span<byte> destination, out int written) =>
        Write(rawPath, keepSlashes: false, destination, out written);

    /// <summary>
    /// As <see cref="WriteS3"/>, but %2F stays %2F: for services other than S3, to which an encoded slash is part of a segment. What is
    /// written goes on the wire, and through <see cref="WriteService"/> into the canonical request.
    /// </summary>
    /// <param name="rawPath">The path as received: without query, without '?'.</param>
    /// <param name="destination">Must not overlap <paramref name="rawPath"/>; its content is undefined unless the result is Ok.</param>
    /// <param name="written">The bytes written; 0 unless the result is Ok.</param>
    public static CanonicalStatus WriteKeepingSlashes(ReadOnlySpan<byte> rawPath, Span<byte> destination, out int written) =>
        Write(rawPath, keepSlashes: true, destination, out written);

    /// <summary>
    /// The canonical URI for services other than S3, from the path as it is sent (the result of <see cref="WriteS3"/>):
    /// dot segments and empty segments are removed (RFC 3986 §5.2.4) and what remains is encoded again, so that
    /// "%20" becomes "%2520". For the canonical request only; on the wire goes the path that was given.
    /// </summary>
    /// <param name="wirePath">A path that begins with '/'.</param>
    /// <param name="destination">
    /// Must hold <see cref="MaxLength"/> bytes and not overlap <paramref name="wirePath"/>; beyond <paramref name="written"/>
    /// its content is undefined.
    /// </param>
    /// <param name="written">The bytes written; 0 unless the result is Ok.</param>
    public static CanonicalStatus WriteService(ReadOnlySpan<byte> wirePath, Span<byte> destination, out int written)
    {
        written = 0;
        if (destination.Length < MaxLength(wirePath.Length))
        {
            return CanonicalStatus.DestinationTooSmall;
        }

        var position = 0;
        var directory = true;
        foreach (var range in wirePath.Split((byte)'/'))
        {
            var segment = wirePath[range];
            directory = segment.IsEmpty || segment.SequenceEqual("."u8) || segment.SequenceEqual(".."u8);
            if (!directory)
            {
                destination[position++] = (byte)'/';
                position += PercentEncoding.Encode(segment, PercentEncoding.s_unreserved, destination[position..]);
            }
            else if (segment.Length == 2)
            {
                position = Math.Max(0, destination[..position].LastIndexOf((byte)'/'));
            }
        }

        if (directory)
        {
            destination[position++] = (byte)'/';
        }

        written = position;
        return CanonicalStatus.Ok;
    }

    private static CanonicalStatus Write(ReadOnlySpan<byte> rawPath, bool keepSlashes, Span<byte> destination, out int written)
    {
        written = 0;
        if (rawPath.IsEmpty)
        {
            rawPath = "/"u8;
        }

        var position = 0;
        while (true)
        {
            var run = rawPath.IndexOfAnyExcept(PercentEncoding.s_unreservedOrSlash);
            var length = run < 0 ? rawPath.Length : run;
            if (!rawPath[..length].TryCopyTo(destination[position..]))
            {
                return CanonicalStatus.DestinationTooSmall;
            }

            position += length;
            if (run < 0)
            {
                written = position;
                return CanonicalStatus.Ok;
            }

            rawPath = rawPath[run..];
            var status = WriteOctet(ref rawPath, keepSlashes, destination[position..], out length);
            if (status != CanonicalStatus.Ok)
            {
                return status;
            }

            position += length;
        }
    }

    private static CanonicalStatus WriteOctet(ref ReadOnlySpan<byte> rawPath, bool keepSlashes, Span<byte> destination, out int length)
    {
        length = 0;
        var octet = rawPath[0];
        var consumed = 1;
        if (octet == '%')
        {
            if (!PercentEncoding.TryDecode(rawPath, out octet))
            {
                return CanonicalStatus.MalformedPercentEncoding;
            }

            if (octet == 0)
            {
                return CanonicalStatus.ForbiddenOctet;
            }

            consumed = 3;
        }
        else if (PercentEncoding.IsForbidden(octet) || octet == '?')
        {
            return CanonicalStatus.ForbiddenOctet;
        }

        var kept = PercentEncoding.IsUnreserved(octet) || (octet == '/' && (consumed == 1 || !keepSlashes));
        length = kept ? 1 : 3;
        if (destination.Length < length)
        {
            length = 0;
            return CanonicalStatus.DestinationTooSmall;
        }

        if (kept)
        {
            destination[0] = octet;
        }
        else
        {
            PercentEncoding.Encode(octet, destination);
        }

        rawPath = rawPath[consumed..];
        return CanonicalStatus.Ok;
    }
}
