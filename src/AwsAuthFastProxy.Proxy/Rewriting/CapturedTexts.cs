using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>
/// What texts for the response show of the request, written while its head is there. Lies in the room of the request's values. Allocates only
/// to grow.
/// </summary>
internal sealed class CapturedTexts(RequestValues values)
{
    // A variable is mostly an address or a name.
    private const int LeastRoom = 128;

    private ByteRange[] _ranges = [];
    private int _count;

    /// <summary>Bytes of all of them.</summary>
    public int Length { get; private set; }

    public void Clear() => (_count, Length) = (0, 0);

    /// <summary>Writes a piece as part of a field's value; what is too long is left out.</summary>
    public void Add(in TextPart part, in TextSource source)
    {
        if (_count == _ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Max(8, 2 * _count));
        }

        ByteRange range = default;
        for (int least = LeastRoom; least <= RequestValues.MaxBytes; least *= 4)
        {
            var writer = new HeadWriter(values.Room(least));
            TextComposer.Write(ref writer, part, source, TextForm.Field);
            if (!writer.Overflowed)
            {
                range = values.Keep(writer.Length);
                break;
            }
        }

        _ranges[_count++] = range;
        Length += range.Length;
    }

    /// <summary>The bytes of a piece, by the order in which they were added; empty where it was not.</summary>
    public ReadOnlySpan<byte> Of(int index) => index < _count ? values.Of(_ranges[index]) : default;
}
