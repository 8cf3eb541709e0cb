namespace AwsAuthFastProxy.SigV4;

/// <summary>Where one parameter lies in a raw query: the name in [Start, NameEnd), the value in [ValueStart, End).</summary>
internal readonly struct QueryParameter
{
    private readonly int _start;
    private readonly int _nameEnd;
    private readonly int _end;

    /// <summary>A piece [start, end) of the query with its first '=' at nameEnd, or nameEnd = end where it has none.</summary>
    internal QueryParameter(int start, int nameEnd, int end)
    {
        _start = start;
        _nameEnd = nameEnd;
        _end = end;
    }

    internal ReadOnlySpan<byte> Name(ReadOnlySpan<byte> query) => query[_start.._nameEnd];

    internal ReadOnlySpan<byte> Value(ReadOnlySpan<byte> query) => query[Math.Min(_nameEnd + 1, _end).._end];

    /// <summary>The order of the canonical query: by encoded name, then by encoded value.</summary>
    internal static int Compare(ReadOnlySpan<byte> query, in QueryParameter left, in QueryParameter right)
    {
        var order = CompareEncoded(left.Name(query), right.Name(query));
        return order != 0 ? order : CompareEncoded(left.Value(query), right.Value(query));
    }

    /// <summary>Compares two valid raw texts as their encoded forms would compare, without writing those.</summary>
    private static int CompareEncoded(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var common = left.CommonPrefixLength(right);
        // A difference inside %XX is a difference of the whole triplet.
        common = BeforeTriplet(left, common);
        left = left[common..];
        right = right[common..];
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var order = NextRank(ref left) - NextRank(ref right);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length - right.Length;
    }

    private static int BeforeTriplet(ReadOnlySpan<byte> text, int common)
    {
        for (var back = 1; back <= 2 && back <= common; back++)
        {
            if (text[common - back] == '%')
            {
                return common - back;
            }
        }

        return common;
    }

    /// <summary>
    /// The rank of the next octet's encoded form. '%' sorts before every unreserved octet, and upper-case hex digits sort
    /// by their value: so encoded octets come first, by value, then the unreserved ones, by value.
    /// </summary>
    private static int NextRank(ref ReadOnlySpan<byte> text)
    {
        var octet = text[0];
        var consumed = 1;
        if (octet == '%')
        {
            PercentEncoding.TryDecode(text, out octet);
            consumed = 3;
        }
        else if (octet == '+')
        {
            octet = (byte)' ';
        }

        text = text[consumed..];
        return PercentEncoding.IsUnreserved(octet) ? 256 + octet : octet;
    }
}
