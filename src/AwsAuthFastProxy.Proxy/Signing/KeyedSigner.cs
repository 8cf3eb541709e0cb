using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Signing;

/// <summary>A signer with what belongs to its key: the day it is good for and the session token as it is sent, zeroed with it.</summary>
internal sealed class KeyedSigner : IDisposable
{
    public KeyedSigner(SigningKey key, int day)
    {
        Day = day;
        Signer = new RequestSigner(key);
        Chunks = new ChunkSigners(Signer);
        string token = key.SessionToken ?? "";
        SessionToken = token.Length == 0 ? [] : GC.AllocateArray<byte>(Encoding.ASCII.GetByteCount(token), pinned: true);
        Encoding.ASCII.GetBytes(token, SessionToken);
    }

    /// <summary><c>yyyymmdd</c>.</summary>
    public int Day { get; }

    public RequestSigner Signer { get; }

    /// <summary>For the chunks of uploads that were signed by <see cref="Signer"/>; they may go on after this is disposed of.</summary>
    public ChunkSigners Chunks { get; }

    public byte[] SessionToken { get; }

    public void Dispose()
    {
        Chunks.Dispose();
        CryptographicOperations.ZeroMemory(SessionToken);
    }
}
