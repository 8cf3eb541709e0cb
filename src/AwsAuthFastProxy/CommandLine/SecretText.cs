using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>A secret in UTF-8, in pinned memory that is zeroed when it is disposed of. Never shown.</summary>
internal sealed class SecretText : IDisposable
{
    private readonly byte[] _bytes;

    public SecretText(string text)
    {
        _bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(text), pinned: true);
        Encoding.UTF8.GetBytes(text, _bytes);
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => "(secret)";
}
