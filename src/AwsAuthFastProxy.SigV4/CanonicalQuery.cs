using System.Runtime.CompilerServices;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// The canonical form of a query: what goes on the wire and into the canonical request. Servers sort by different keys
/// (encoded name, decoded name, order of arrival of values); a query that is sent sorted is the same to all of them.
/// </summary>
/// <remarks>AWS documentation, "Create a signed AWS API request", canonical query string.</remarks>
public static class CanonicalQuery
{
    /// <summary>The most parameters a query may have; S3's largest own request has about a dozen.</summary>
    public const int MaxParameters = 256;

    /// <summary>The longest canonical form, in bytes, that a query of <paramref name="rawLength"/> bytes can have.</summary>
    public static int MaxLength(int rawLength) => checked((3 * rawLength) + 1);

    /// <summary>
    /// Splits at '&amp;' (empty pieces are dropped) and at the first '=' (a missing one is added), decodes and encodes name and
    /// value (all but unreserved octets become %XX in upper case; a raw '+' is a space, %20), and sorts by encoded name,
    /// then by encoded value. Writing the result again changes nothing.
    /// </summary>
    /// <param name="rawQuery">The query as received, without the '?'.</param>
    /// <param name="destination">Must not overlap <paramref name="rawQuery"/>; its content is undefined unless the result is Ok.</param>
    /// <param name="written">The bytes written; 0 unless the result is Ok.</param>
    // SkipLocalsInit: only the first `count` entries of the array below are read, each written before.
    [SkipLocalsInit]
    public static CanonicalStatus Write(ReadOnlySpan<byte> rawQuery, Span<byte> destination, out int written)
    {
        written = 0;
        if (rawQuery.IsEmpty)
        {
            return CanonicalStatus.Ok;
        }

        var status = Validate(rawQuery);
        if (status != CanonicalStatus.Ok)
        {
            return status;
        }

        Span<QueryParameter> parameters = stackalloc QueryParameter[MaxParameters];
        var count = 0;
        for (var start = 0; start < rawQuery.Length;)
        {
            var length = rawQuery[start..].IndexOf((byte)'&');
            var end = length < 0 ? rawQuery.Length : start + length;
            if (end > start)
            {
                if (count == MaxParameters)
                {
                    return CanonicalStatus.TooManyParameters;
                }

                var name = rawQuery[start..end].IndexOf((byte)'=');
                Insert(rawQuery, parameters, count++, new QueryParameter(start, name < 0 ? end : start + name, end));
            }

            start = end + 1;
        }

        return WriteSorted(rawQuery, parameters[..count], destination, out written);
    }

    /// <summary>Every octet allowed and every '%' well formed: what follows need not look again.</summary>
    private static CanonicalStatus Validate(ReadOnlySpan<byte> rawQuery)
    {
        if (rawQuery.ContainsAny(PercentEncoding.s_forbidden))
        {
            return CanonicalStatus.ForbiddenOctet;
        }

        while (true)
        {
            var percent = rawQuery.IndexOf((byte)'%');
            if (percent < 0)
            {
                return CanonicalStatus.Ok;
            }

            rawQuery = rawQuery[percent..];
            if (!PercentEncoding.TryDecode(rawQuery, out var octet))
            {
                return CanonicalStatus.MalformedPercentEncoding;
            }

            if (octet == 0)
            {
                return CanonicalStatus.ForbiddenOctet;
            }

            rawQuery = rawQuery[3..];
        }
    }

    /// <summary>Puts a parameter in its place among the sorted ones before it; equal ones keep their order.</summary>
    private static void Insert(ReadOnlySpan<byte> query, Span<QueryParameter> sorted, int count, in QueryParameter parameter)
    {
        var place = count;
        if (count > 0 && QueryParameter.Compare(query, sorted[count - 1], parameter) > 0)
        {
            // Binary search, because comparisons are what a hostile query makes dear; moving entries is cheap.
            var low = 0;
            place = count - 1;
            while (low < place)
            {
                var middle = (low + place) >>> 1;
                if (QueryParameter.Compare(query, sorted[middle], parameter) > 0)
                {
                    place = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            sorted[place..count].CopyTo(sorted[(place + 1)..]);
        }

        sorted[place] = parameter;
    }

    private static CanonicalStatus WriteSorted(
        ReadOnlySpan<byte> rawQuery,
        ReadOnlySpan<QueryParameter> parameters,
        Span<byte> destination,
        out int written)
    {
        written = 0;
        var position = 0;
        foreach (ref readonly var parameter in parameters)
        {
            if (position > 0)
            {
                if (position == destination.Length)
                {
                    return CanonicalStatus.DestinationTooSmall;
                }

                destination[position++] = (byte)'&';
            }

            if (!TryWriteEncoded(parameter.Name(rawQuery), destination, ref position)
                || position == destination.Length)
            {
                return CanonicalStatus.DestinationTooSmall;
            }

            destination[position++] = (byte)'=';
            if (!TryWriteEncoded(parameter.Value(rawQuery), destination, ref position))
            {
                return CanonicalStatus.DestinationTooSmall;
            }
        }

        written = position;
        return CanonicalStatus.Ok;
    }

    private static bool TryWriteEncoded(ReadOnlySpan<byte> raw, Span<byte> destination, ref int position)
    {
        while (true)
        {
            var run = raw.IndexOfAnyExcept(PercentEncoding.s_unreserved);
            var length = run < 0 ? raw.Length : run;
            if (!raw[..length].TryCopyTo(destination[position..]))
            {
                return false;
            }

            position += length;
            if (run < 0)
            {
                return true;
            }

            raw = raw[run..];
            var octet = raw[0];
            var consumed = 1;
            if (octet == '%')
            {
                PercentEncoding.TryDecode(raw, out octet);
                consumed = 3;
            }
            else if (octet == '+')
            {
                octet = (byte)' ';
            }

            raw = raw[consumed..];
            if (PercentEncoding.IsUnreserved(octet))
            {
                if (position == destination.Length)
                {
                    return false;
                }

                destination[position++] = octet;
            }
            else
            {
                if (destination.Length - position < 3)
                {
                    return false;
                }

                PercentEncoding.Encode(octet, destination[position..]);
                position += 3;
            }
        }
    }
}
