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
    private readonly bool _orLookalikes;

    private FieldNameSet(IReadOnlyList<string> names, bool orLookalikes)
    {
        _orLookalikes = orLookalikes;
        _named = orLookalikes ? s_byName : 0;
        _names = [.. names.Select(Encoding.ASCII.GetBytes)];
        foreach (byte[] name in _names)
        {
            ulong bit = FieldTable.Bit(FieldNames.Lookup(name));
            _known |= bit & ~s_byName;
            _named |= bit & s_byName;
        }
    }

    /// <summary>Null for no names, so that nothing is done.</summary>
    /// <param name="names">The names.</param>
    /// <param name="orLookalikes">Also names that have underscores for hyphens, or hyphens for underscores.</param>
    public static FieldNameSet? Of(IReadOnlyList<string> names, bool orLookalikes = false) => names.Count == 0 ? null : new FieldNameSet(names, orLookalikes);

    /// <summary>Marks every line with one of the names as not to be forwarded.</summary>
    /// <param name="fields">The lines.</param>
    /// <param name="bytes">Their head.</param>
    /// <param name="but">Names that stay.</param>
    public void Drop(FieldTable fields, ReadOnlySpan<byte> bytes, ulong but = 0)
    {
        fields.DropAny(_known & ~but);
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
            if (candidate.Length == name.Length && (_orLookalikes ? IsLike(candidate, name) : Ascii.EqualsIgnoreCase(candidate, name)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLike(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            if (Fold(left[i]) != Fold(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Fold(byte letter) => letter == '_' ? '-' : letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter;
}
