namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>A connection whose client has said everything beforehand: reads give the script, in pieces of a given size, and then the end.</summary>
internal sealed class WireStream(byte[] script, int pieceSize = int.MaxValue) : MemoryStream
{
    private int _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Math.Min(Math.Min(pieceSize, buffer.Length), script.Length - _position);
        script.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return ValueTask.FromResult(count);
    }
}
