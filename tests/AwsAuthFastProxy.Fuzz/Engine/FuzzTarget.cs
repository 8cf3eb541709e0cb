namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>
/// Something that takes any bytes. What it does with a case depends on the bytes alone, so that a file with them reproduces it:
/// choices beside them come from <see cref="ChoicesOf"/>.
/// </summary>
public abstract class FuzzTarget : IDisposable
{
    /// <summary>Name on the command line and of its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Where mutation begins.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Pieces of its language.</summary>
    public virtual IReadOnlyList<byte[]> Words => FuzzWords.Http;

    /// <summary>Most bytes of a case.</summary>
    public virtual int MostBytes => 4096;

    /// <summary>Most bytes one case may allocate, its judges included.</summary>
    public virtual long MostAllocated => 16 << 20;

    /// <summary>Takes one case; throws when something is wrong.</summary>
    public abstract void Check(byte[] input);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Random choices that are the same for the same bytes.</summary>
    protected static Random ChoicesOf(ReadOnlySpan<byte> input)
    {
        // FNV-1a, 32 bits.
        uint hash = 2166136261;
        foreach (byte octet in input)
        {
            hash = (hash ^ octet) * 16777619;
        }

        return new Random((int)hash);
    }
}
