namespace AwsAuthFastProxy.Http;

/// <summary>
/// The field lines of one head, in the order received, with an index of the known names.
/// Owned by a head and reused with it; it never holds a byte of the message.
/// </summary>
public sealed class FieldTable
{
    private readonly FieldLine[] _lines;
    private readonly ushort[] _first = new ushort[64];
    private readonly ushort[] _counts = new ushort[64];

    // Bit n is set when the known name n occurs; only then do _first[n] and _counts[n] mean anything.
    private ulong _present;
    private int _count;

    internal FieldTable(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, HeadLimits.LargestFieldCount);
        _lines = new FieldLine[capacity];
    }

    /// <summary>Number of field lines, dropped ones included.</summary>
    public int Count => _count;

    /// <summary>Most field lines this table can hold.</summary>
    public int Capacity => _lines.Length;

    /// <summary>The lines in the order received (RFC 9110 §5.3 keeps it for equal names).</summary>
    public ReadOnlySpan<FieldLine> Lines => _lines.AsSpan(0, _count);

    /// <summary>Whether at least one line has the name <paramref name="name"/>, dropped or not.</summary>
    public bool Has(FieldName name) => (_present & Bit(name)) != 0;

    /// <summary>Whether at least one line has a name of the set <paramref name="names"/> (see <see cref="Bit"/>).</summary>
    public bool HasAny(ulong names) => (_present & names) != 0;

    /// <summary>How many lines have the name <paramref name="name"/>.</summary>
    public int CountOf(FieldName name) => Has(name) ? _counts[(int)name] : 0;

    /// <summary>Index of the first line named <paramref name="name"/>, or -1.</summary>
    public int IndexOf(FieldName name) => Has(name) ? _first[(int)name] : -1;

    /// <summary>Index of the next line named <paramref name="name"/> after line <paramref name="index"/>, or -1.</summary>
    public int NextOf(FieldName name, int index)
    {
        for (int i = index + 1; i < _count; i++)
        {
            if (_lines[i].Known == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Value of the first line named <paramref name="name"/>; false when there is none.</summary>
    public bool TryGetValue(FieldName name, ReadOnlySpan<byte> head, out ReadOnlySpan<byte> value)
    {
        if (!Has(name))
        {
            value = default;
            return false;
        }

        value = _lines[_first[(int)name]].Value(head);
        return true;
    }

    /// <summary>Marks line <paramref name="index"/> as not to be forwarded.</summary>
    public void Drop(int index) => _lines[index].Dropped = true;

    /// <summary>Marks every line named <paramref name="name"/> as not to be forwarded.</summary>
    public void Drop(FieldName name) => DropAny(Bit(name));

    /// <summary>Marks every line whose name is in the set <paramref name="names"/> (see <see cref="Bit"/>).</summary>
    public void DropAny(ulong names)
    {
        if ((_present & names) == 0)
        {
            return;
        }

        foreach (ref FieldLine line in _lines.AsSpan(0, _count))
        {
            if ((Bit(line.Known) & names) != 0)
            {
                line.Dropped = true;
            }
        }
    }

    /// <summary>The set that holds only <paramref name="name"/>; sets are joined by <c>|</c>.</summary>
    public static ulong Bit(FieldName name) => 1UL << (int)name;

    /// <summary>Leaves out the first <paramref name="count"/> bytes of the value of line <paramref name="index"/>.</summary>
    internal void SkipInValue(int index, int count)
    {
        ref FieldLine line = ref _lines[index];
        line.ValueOffset += count;
        line.ValueLength -= count;
    }

    internal void Add(in FieldLine line)
    {
        int index = _count;
        _lines[index] = line;
        _count = index + 1;

        int known = (int)line.Known;
        ulong bit = 1UL << known;
        if ((_present & bit) == 0)
        {
            _present |= bit;
            _first[known] = (ushort)index;
            _counts[known] = 1;
        }
        else
        {
            _counts[known]++;
        }
    }

    internal void Reset()
    {
        _count = 0;
        _present = 0;
    }
}
