using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>Names of fields, to be taken out of a head (RFC 9110 §5.1: in any case). Immutable.</summary>
internal sealed class FieldNameSet
{
    private static readonly ulong s_byName = FieldTable.Bit(FieldName.Other) | FieldTable.Bit(FieldName.XAmzOther);

    private readonly byte[][] _names;
    private readonly ulong _known;
    private readonly ulong _named;

    private FieldNameSet(IReadOnlyList<string> names)
    {
        _names = [.. names.Select(Encoding.ASCII.GetBytes)];
        foreach (byte[] name in _names)
        {
            ulong bit = FieldTable.Bit(FieldNames.Lookup(name));
            _known |= bit & ~s_byName;
            _named |= bit & s_byName;
        }
    }

    /// <summary>Null for no names, so that nothing is done.</summary>
    public static FieldNameSet? Of(IReadOnlyList<string> names) => names.Count == 0 ? null : new FieldNameSet(names);

    /// <summary>Marks every line with one of the names as not to be forwarded.</summary>
    public void Drop(FieldTable fields, ReadOnlySpan<byte> bytes)
    {
        fields.DropAny(_known);
        if (!fields.HasAny(_named))
        {
            return;
        }

        ReadOnlySpan<FieldLine> lines = fields.Lines;
        for (int i = 0; i < lines.Length; i++)
        {
            if ((FieldTable.Bit(lines[i].Known) & _named) != 0 && !lines[i].Dropped && Has(lines[i].Name(bytes)))
            {
                fields.Drop(i);
            }
        }
    }

    private bool Has(ReadOnlySpan<byte> name)
    {
        foreach (byte[] candidate in _names)
        {
            if (candidate.Length == name.Length && Ascii.EqualsIgnoreCase(candidate, name))
            {
                return true;
            }
        }

        return false;
    }
}
