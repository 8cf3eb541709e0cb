using System.Buffers;

namespace AwsAuthFastProxy.Microbenchmarks.Baselines;

/// <summary>
/// A head parser as one writes it over pipes: a reader over a sequence, one line at a time, lines kept as slices. It checks next to
/// nothing, so it has less to do than the product's.
/// </summary>
internal sealed class SequenceHead
{
    private readonly (ReadOnlySequence<byte> Name, ReadOnlySequence<byte> Value)[] _lines = new (ReadOnlySequence<byte>, ReadOnlySequence<byte>)[100];

    /// <summary>Field lines of the last head.</summary>
    public int Count { get; private set; }

    /// <summary>Number of field lines; -1 for an incomplete head.</summary>
    public int Parse(byte[] bytes) => Parse(new ReadOnlySequence<byte>(bytes), out _);

    /// <summary>Number of field lines, and where the head ends; -1 for an incomplete head.</summary>
    public int Parse(ReadOnlySequence<byte> bytes, out SequencePosition end)
    {
        var reader = new SequenceReader<byte>(bytes);
        end = bytes.Start;
        Count = 0;
        if (!reader.TryReadTo(out ReadOnlySequence<byte> _, (byte)' ')
            || !reader.TryReadTo(out ReadOnlySequence<byte> _, (byte)' ')
            || !reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n"u8))
        {
            return -1;
        }

        while (reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
        {
            if (line.IsEmpty)
            {
                end = reader.Position;
                return Count;
            }

            var field = new SequenceReader<byte>(line);
            if (!field.TryReadTo(out ReadOnlySequence<byte> name, (byte)':'))
            {
                return -1;
            }

            field.AdvancePast((byte)' ');
            _lines[Count++] = (name, field.UnreadSequence);
        }

        return -1;
    }
}
