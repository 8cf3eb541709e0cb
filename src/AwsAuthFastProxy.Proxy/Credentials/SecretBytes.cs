using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// A secret in pinned memory, so that the collector leaves no copies of it; zeroed when disposed of, or at the latest when collected.
/// Never shows itself. Whoever reads and disposes of it on different threads takes a lock.
/// </summary>
public sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;

    /// <summary>A copy of <paramref name="text"/> in UTF-8.</summary>
    public SecretBytes(ReadOnlySpan<char> text)
    {
        _bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(text), pinned: true);
        Encoding.UTF8.GetBytes(text, _bytes);
    }

    /// <summary>A copy of <paramref name="bytes"/>.</summary>
    public SecretBytes(ReadOnlySpan<byte> bytes)
    {
        _bytes = GC.AllocateArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(_bytes);
    }

    /// <summary>Zeroes what nobody disposed of.</summary>
    ~SecretBytes()
    {
        CryptographicOperations.ZeroMemory(_bytes);
    }

    /// <summary>True once it is zeroed.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>The secret; zeros once it is retired.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Whether both hold the same bytes; takes the same time wherever they differ.</summary>
    public bool IsSameAs(SecretBytes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);
    }

    /// <summary>Zeroes it.</summary>
    public void Dispose()
    {
        IsRetired = true;
        CryptographicOperations.ZeroMemory(_bytes);
        GC.SuppressFinalize(this);
    }

    /// <summary>Nothing of it.</summary>
    public override string ToString() => "(secret)";
}
