using System.Text;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// Writes the canonical request: method, path, query, header lines, empty line, signed header names, payload hash.
/// </summary>
/// <remarks>AWS documentation, "Create a signed AWS API request", step 1.</remarks>
internal static class CanonicalRequestWriter
{
    /// <summary>A length no canonical request of <paramref name="request"/> exceeds. Folding only shortens values.</summary>
    internal static int MaxLength(in RequestToSign request)
    {
        var length = request.Method.Length + request.CanonicalPath.Length + request.CanonicalQuery.Length
            + request.PayloadHash.Length + 5;
        foreach (ref readonly var field in request.Fields)
        {
            // The name stands in its line and in the list; ':', LF and ';' or LF are one byte each.
            length += (2 * field.NameLength) + field.ValueLength + 3;
        }

        return length;
    }

    /// <summary>A length the list of signed header names does not exceed.</summary>
    internal static int MaxSignedHeadersLength(ReadOnlySpan<SignedField> fields)
    {
        var length = 0;
        foreach (ref readonly var field in fields)
        {
            length += field.NameLength + 1;
        }

        return length;
    }

    /// <summary>
    /// Sorts the fields by lower-case name, lines of one name in the order they came. Insertion sort: stable, in place,
    /// and heads are nearly in order; the binary search bounds what a hostile head can cost.
    /// </summary>
    internal static void Sort(in RequestToSign request)
    {
        var fields = request.Fields;
        var head = request.Head;
        for (var next = 1; next < fields.Length; next++)
        {
            var field = fields[next];
            var name = field.Name(head);
            if (CompareNames(fields[next - 1].Name(head), name) <= 0)
            {
                continue;
            }

            var low = 0;
            var place = next - 1;
            while (low < place)
            {
                var middle = (low + place) >>> 1;
                if (CompareNames(fields[middle].Name(head), name) > 0)
                {
                    place = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            fields[place..next].CopyTo(fields[(place + 1)..]);
            fields[place] = field;
        }
    }

    /// <summary>Writes the request, whose fields are sorted.</summary>
    /// <param name="request">The request.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="signedHeaders">Where in the destination the list of signed header names lies.</param>
    /// <returns>The length written.</returns>
    internal static int Write(in RequestToSign request, Span<byte> destination, out Range signedHeaders)
    {
        var writer = new ByteWriter(destination);
        writer.WriteLine(request.Method);
        writer.WriteLine(request.CanonicalPath);
        writer.WriteLine(request.CanonicalQuery);
        WriteFields(request, ref writer);
        writer.Write((byte)'\n');
        var start = writer.Length;
        WriteSignedHeaders(request, ref writer);
        signedHeaders = start..writer.Length;
        writer.Write((byte)'\n');
        writer.Write(request.PayloadHash);
        return writer.Length;
    }

    /// <summary>Writes the lower-case names, each once, joined by ';'. The fields are sorted.</summary>
    internal static void WriteSignedHeaders(in RequestToSign request, ref ByteWriter writer)
    {
        var head = request.Head;
        ReadOnlySpan<byte> previous = default;
        foreach (ref readonly var field in request.Fields)
        {
            var name = field.Name(head);
            if (Ascii.EqualsIgnoreCase(name, previous))
            {
                continue;
            }

            if (!previous.IsEmpty)
            {
                writer.Write((byte)';');
            }

            writer.WriteLowerCase(name);
            previous = name;
        }
    }

    private static void WriteFields(in RequestToSign request, ref ByteWriter writer)
    {
        var head = request.Head;
        ReadOnlySpan<byte> previous = default;
        foreach (ref readonly var field in request.Fields)
        {
            var name = field.Name(head);
            if (Ascii.EqualsIgnoreCase(name, previous))
            {
                writer.Write((byte)',');
            }
            else
            {
                if (!previous.IsEmpty)
                {
                    writer.Write((byte)'\n');
                }

                writer.WriteLowerCase(name);
                writer.Write((byte)':');
                previous = name;
            }

            writer.WriteFolded(field.Value(head));
        }

        if (!previous.IsEmpty)
        {
            writer.Write((byte)'\n');
        }
    }

    private static int CompareNames(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var order = LowerCase(left[i]) - LowerCase(right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length - right.Length;
    }

    private static int LowerCase(byte octet) => (uint)(octet - 'A') < 26 ? octet | 0x20 : octet;
}
