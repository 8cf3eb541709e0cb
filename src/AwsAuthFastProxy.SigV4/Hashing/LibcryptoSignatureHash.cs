using System.Security.Cryptography;

namespace AwsAuthFastProxy.SigV4.Hashing;

/// <summary>
/// By libcrypto's SHA-256 on memory of our own. The MAC's two padded keys (RFC 2104 §2) are absorbed once; what is left of them is kept in
/// pinned memory and zeroed at the end.
/// </summary>
internal sealed class LibcryptoSignatureHash : SignatureHash
{
    private const int BlockLength = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;

    private readonly LibcryptoSha256 _sha256;
    private readonly byte[] _inner;
    private readonly byte[] _outer;

    // A string to sign begins with algorithm, time and scope: its first block is the same for a second, and absorbed once.
    private readonly byte[] _begun;
    private readonly byte[] _firstBlock = new byte[BlockLength];

    // Works on these and not on the stack: they are pinned already.
    private readonly byte[] _context;
    private bool _disposed;

    public LibcryptoSignatureHash(LibcryptoSha256 sha256, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        _sha256 = sha256;
        _inner = Absorb(key, InnerPad);
        _outer = Absorb(key, OuterPad);
        _begun = GC.AllocateArray<byte>(LibcryptoSha256.ContextLength, pinned: true);
        Begin();
        _context = GC.AllocateArray<byte>(LibcryptoSha256.ContextLength, pinned: true);
    }

    /// <inheritdoc/>
    public override void Hash(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        _sha256.Init(_context);
        _sha256.Update(_context, data);
        _sha256.Final(_context, hash);
    }

    /// <inheritdoc/>
    public override void Mac(ReadOnlySpan<byte> data, Span<byte> mac)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (data.Length < BlockLength)
        {
            _inner.CopyTo(_context, 0);
        }
        else
        {
            if (!data[..BlockLength].SequenceEqual(_firstBlock))
            {
                data[..BlockLength].CopyTo(_firstBlock);
                Begin();
            }

            _begun.CopyTo(_context, 0);
            data = data[BlockLength..];
        }

        _sha256.Update(_context, data);
        _sha256.Final(_context, mac);
        _outer.CopyTo(_context, 0);
        _sha256.Update(_context, mac[..Length]);
        _sha256.Final(_context, mac);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_inner);
        CryptographicOperations.ZeroMemory(_outer);
        CryptographicOperations.ZeroMemory(_begun);
        CryptographicOperations.ZeroMemory(_context);
    }

    private void Begin()
    {
        _inner.CopyTo(_begun, 0);
        _sha256.Update(_begun, _firstBlock);
    }

    private byte[] Absorb(ReadOnlySpan<byte> key, byte pad)
    {
        byte[] context = GC.AllocateArray<byte>(LibcryptoSha256.ContextLength, pinned: true);
        Span<byte> block = stackalloc byte[BlockLength];
        block.Fill(pad);
        for (int i = 0; i < key.Length; i++)
        {
            block[i] ^= key[i];
        }

        _sha256.Init(context);
        _sha256.Update(context, block);
        CryptographicOperations.ZeroMemory(block);
        return context;
    }
}
