using System.Buffers.Binary;

namespace AwsAuthFastProxy.Transport.Tls;

/// <summary>
/// Where TLS records end in a stream of bytes (RFC 8446 §5.1: five bytes of header, the last two the length of what follows). It judges
/// nothing: the session below does.
/// </summary>
internal struct RecordFraming
{
    private const int HeaderLength = 5;
    private const int LengthOffset = 3;

    // Bytes of the record under way: how many are passed, and all of them once its header is passed.
    private int _passed;
    private int _length;
    private byte _lengthHigh;

    /// <summary>Bytes of <paramref name="unread"/> up to the end of the record that they begin or go on with; -1 when its length is not known yet.</summary>
    public readonly int LengthOfNext(ReadOnlySpan<byte> unread)
    {
        if (_passed >= HeaderLength)
        {
            return _length - _passed;
        }

        if (_passed + unread.Length < HeaderLength)
        {
            return -1;
        }

        int high = LengthOffset - _passed;
        return _passed <= LengthOffset
            ? HeaderLength - _passed + BinaryPrimitives.ReadUInt16BigEndian(unread[high..])
            : 1 + ((_lengthHigh << 8) | unread[0]);
    }

    /// <summary>Passes on <paramref name="bytes"/>, no further than the end of one record.</summary>
    public void Pass(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        int left = LengthOfNext(bytes);
        if (left >= 0)
        {
            _length = _passed + left;
        }
        else if (_passed <= LengthOffset && _passed + bytes.Length > LengthOffset)
        {
            _lengthHigh = bytes[LengthOffset - _passed];
        }

        _passed += bytes.Length;
        if (left == bytes.Length)
        {
            _passed = 0;
        }
    }
}
