using System.Runtime.InteropServices;

namespace AwsAuthFastProxy.SigV4.Hashing;

/// <summary>
/// SHA256_Init, SHA256_Update and SHA256_Final of OpenSSL's libcrypto, which hash into memory of the caller's. They spare the look-ups
/// and allocations of the EVP interface under the framework's classes, which cost more than hashing a request does.
/// </summary>
/// <remarks>OpenSSL manual, SHA256_Init(3). Called a low-level interface there: used only after a known answer was right.</remarks>
internal sealed unsafe class LibcryptoSha256
{
    /// <summary>Bytes of a SHA256_CTX: 112 on every 64-bit system, with room to spare.</summary>
    public const int ContextLength = 128;

    private readonly delegate* unmanaged<byte*, int> _init;
    private readonly delegate* unmanaged<byte*, byte*, nuint, int> _update;
    private readonly delegate* unmanaged<byte*, byte*, int> _final;

    private LibcryptoSha256(nint init, nint update, nint final)
    {
        _init = (delegate* unmanaged<byte*, int>)init;
        _update = (delegate* unmanaged<byte*, byte*, nuint, int>)update;
        _final = (delegate* unmanaged<byte*, byte*, int>)final;
    }

    /// <summary>The functions, or null where they are not to be had or do not give the known answer.</summary>
    public static LibcryptoSha256? Instance { get; } = Load();

    /// <summary>Begins a hash in <paramref name="context"/>.</summary>
    public void Init(Span<byte> context)
    {
        fixed (byte* c = context)
        {
            Check(_init(c));
        }
    }

    /// <summary>Absorbs <paramref name="data"/>.</summary>
    public void Update(Span<byte> context, ReadOnlySpan<byte> data)
    {
        fixed (byte* c = context, d = data)
        {
            Check(_update(c, d, (nuint)data.Length));
        }
    }

    /// <summary>Writes the hash; the context is then used up.</summary>
    public void Final(Span<byte> context, Span<byte> hash)
    {
        fixed (byte* c = context, h = hash[..SignatureHash.Length])
        {
            Check(_final(h, c));
        }
    }

    private static LibcryptoSha256? Load()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return null;
        }

        foreach (string name in (ReadOnlySpan<string>)["libcrypto.so.3", "libcrypto.so.1.1"])
        {
            if (NativeLibrary.TryLoad(name, out nint library)
                && NativeLibrary.TryGetExport(library, "SHA256_Init", out nint init)
                && NativeLibrary.TryGetExport(library, "SHA256_Update", out nint update)
                && NativeLibrary.TryGetExport(library, "SHA256_Final", out nint final))
            {
                var functions = new LibcryptoSha256(init, update, final);
                return functions.GivesKnownAnswer() ? functions : null;
            }
        }

        return null;
    }

    /// <summary>FIPS 180-4's example: the hash of <c>abc</c>. Room behind the context shows a larger structure than expected.</summary>
    private bool GivesKnownAnswer()
    {
        Span<byte> memory = stackalloc byte[2 * ContextLength];
        memory.Fill(0xA5);
        Span<byte> hash = stackalloc byte[SignatureHash.Length];
        Init(memory[..ContextLength]);
        Update(memory[..ContextLength], "abc"u8);
        Final(memory[..ContextLength], hash);
        ReadOnlySpan<byte> expected =
        [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
            0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
        ];
        return hash.SequenceEqual(expected) && !memory[ContextLength..].ContainsAnyExcept((byte)0xA5);
    }

    private static void Check(int result)
    {
        if (result != 1)
        {
            throw new InvalidOperationException("libcrypto refused to compute SHA-256");
        }
    }
}
