using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>What texts for the response show of the request, written while its head is there. Reused; allocates only to grow.</summary>
internal sealed class CapturedTexts
{
    /// <summary>Most bytes of all of them.</summary>
    public const int MaxBytes = 256 * 1024;

    // A variable is mostly an address or a name.
    private const int LeastRoom = 128;
    private const int KeptSize = 16 * 1024;

    private ByteRange[] _ranges = [];
    private byte[] _bytes = [];
    private int _count;

    /// <summary>Bytes of all of them.</summary>
    public int Length { get; private set; }

    public void Clear()
    {
        (_count, Length) = (0, 0);
        if (_bytes.Length > KeptSize)
        {
            _bytes = [];
        }
    }

    /// <summary>Writes a piece as part of a field's value; what is too long is left out.</summary>
    public void Add(in TextPart part, in TextSource source)
    {
        if (_count == _ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Max(8, 2 * _count));
        }

        ByteRange range = default;
        for (int least = LeastRoom; Length + least <= MaxBytes; least *= 2)
        {
            if (_bytes.Length - Length < least)
            {
                Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + least));
            }

            var writer = new HeadWriter(_bytes.AsSpan(Length));
            TextComposer.Write(ref writer, part, source, TextForm.Field);
            if (!writer.Overflowed)
            {
                range = new ByteRange(Length, writer.Length);
                break;
            }
        }

        _ranges[_count++] = range;
        Length += range.Length;
    }

    /// <summary>The bytes of a piece, by the order in which they were added; empty where it was not.</summary>
    public ReadOnlySpan<byte> Of(int index) => index < _count ? _ranges[index].Of(_bytes) : default;
}
