using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Proxy.Signing;

/// <summary>
/// The chunk signers of one request signer. An upload may outlive the day or the credentials it began with, so the signer's key is freed when
/// the last upload that signs with it is over. Loop thread only.
/// </summary>
internal sealed class ChunkSigners(RequestSigner signer) : IDisposable
{
    private readonly Stack<ChunkSigner> _free = new();
    private int _rented;
    private bool _disposed;

    /// <summary>Rents a signer for one upload.</summary>
    public ChunkSigner Rent()
    {
        _rented++;
        return _free.TryPop(out ChunkSigner? free) ? free : new ChunkSigner(signer);
    }

    /// <summary>The upload is over.</summary>
    public void Return(ChunkSigner chunks)
    {
        _rented--;
        _free.Push(chunks);
        FreeIfDone();
    }

    /// <summary>No new uploads; what is under way goes on.</summary>
    public void Dispose()
    {
        _disposed = true;
        FreeIfDone();
    }

    private void FreeIfDone()
    {
        if (!_disposed || _rented > 0)
        {
            return;
        }

        while (_free.TryPop(out ChunkSigner? chunks))
        {
            chunks.Dispose();
        }

        signer.Dispose();
    }
}
