using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.InMemory;

/// <summary>A conduit between connections in memory; small, so that a body takes many fills.</summary>
internal sealed class MemoryConduit(MemoryLoop loop) : Conduit
{
    public const int Capacity = 50_000;

    public Queue<byte> Bytes { get; } = new();

    /// <inheritdoc/>
    public override void Return() => loop.LentConduits--;
}
