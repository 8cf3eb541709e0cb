using System.Runtime.InteropServices;

namespace AwsAuthFastProxy.Transport.Linux;

/// <summary>Texts as execve(2) wants them: an array of pointers to bytes that end in NUL, itself ended by null. Wiped when disposed: they may be secrets.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _bytes;
    private byte* _text;

    public NativeStrings(IReadOnlyList<byte[]> texts)
    {
        _bytes = texts.Sum(static text => text.Length + 1);
        _text = (byte*)NativeMemory.Alloc((nuint)Math.Max(_bytes, 1));
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Count + 1), (nuint)sizeof(byte*));
        byte* next = _text;
        for (int i = 0; i < texts.Count; i++)
        {
            Pointers[i] = next;
            texts[i].CopyTo(new Span<byte>(next, texts[i].Length));
            next[texts[i].Length] = 0;
            next += texts[i].Length + 1;
        }
    }

    public byte** Pointers { get; private set; }

    public void Dispose()
    {
        if (_text != null)
        {
            NativeMemory.Clear(_text, (nuint)_bytes);
            NativeMemory.Free(_text);
            NativeMemory.Free(Pointers);
            _text = null;
            Pointers = null;
        }
    }
}
