using System.Security.Cryptography;
using AwsAuthFastProxy.SigV4;
using AwsAuthFastProxy.SigV4.Checksums;
using AwsAuthFastProxy.Transport.Buffers;

namespace AwsAuthFastProxy.Proxy.Payload;

/// <summary>
/// A body that was read whole, in blocks of its loop's pool, with its hash. It can be sent more than once. Reusable; belongs to one loop.
/// </summary>
internal sealed class CollectedBody(BufferPool buffers, SpoolBudget budget)
{
    private readonly List<byte[]> _blocks = [];
    private readonly byte[] _hash = new byte[PayloadHash.HexLength];
    private readonly byte[] _checksum = new byte[ChecksumFields.MaxValueLength];
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _checksumLength;
    private int _inLast;
    private long _held;

    /// <summary>Bytes of the body.</summary>
    public long Length { get; private set; }

    /// <summary>Its blocks.</summary>
    public int Blocks => _blocks.Count;

    /// <summary>SHA-256 in hexadecimal, once <see cref="Complete"/>.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>The checksum that stood behind it, already held against it.</summary>
    public ChecksumAlgorithm Algorithm { get; private set; }

    /// <summary>Its value in base64.</summary>
    public ReadOnlySpan<byte> Checksum => _checksum.AsSpan(0, _checksumLength);

    /// <summary>The bytes of one block.</summary>
    public ReadOnlyMemory<byte> Block(int index) => _blocks[index].AsMemory(0, index == _blocks.Count - 1 ? _inLast : _blocks[index].Length);

    /// <summary>Adds a piece; false when there is no memory for it, and then the body is of no use.</summary>
    public bool TryAppend(ReadOnlySpan<byte> data, long memoryLimit)
    {
        _sha256.AppendData(data);
        Length += data.Length;
        while (data.Length > 0)
        {
            if (_blocks.Count == 0 || _inLast == _blocks[^1].Length)
            {
                // A short body is common, a long one worth large blocks.
                int size = _blocks.Count == 0 ? BufferPool.SmallSize : BufferPool.LargeSize;
                if (!budget.TryTake(size, memoryLimit))
                {
                    return false;
                }

                _held += size;
                _blocks.Add(buffers.Rent(size, required: true));
                _inLast = 0;
            }

            byte[] block = _blocks[^1];
            int count = Math.Min(data.Length, block.Length - _inLast);
            data[..count].CopyTo(block.AsSpan(_inLast));
            _inLast += count;
            data = data[count..];
        }

        return true;
    }

    /// <summary>The body is whole.</summary>
    public void Complete(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _sha256.GetHashAndReset(hash);
        _ = Convert.TryToHexStringLower(hash, _hash, out _);
        Algorithm = algorithm;
        checksum.CopyTo(_checksum);
        _checksumLength = checksum.Length;
    }

    /// <summary>Takes the place of a body that nobody has: its length, and the hash of nothing.</summary>
    public void StandIn(long length)
    {
        Complete(ChecksumAlgorithm.None, default);
        Length = length;
    }

    /// <summary>Gives its memory back.</summary>
    public void Clear()
    {
        foreach (byte[] block in _blocks)
        {
            buffers.Return(block);
        }

        _blocks.Clear();
        budget.Return(_held);
        _held = Length = _inLast = _checksumLength = 0;
        Algorithm = ChecksumAlgorithm.None;
        Span<byte> forgotten = stackalloc byte[SHA256.HashSizeInBytes];
        _sha256.GetHashAndReset(forgotten);
    }
}
