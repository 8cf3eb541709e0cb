namespace AwsAuthFastProxy.Tests.Explain;

/// <summary>A connection that brings one request and takes any answer.</summary>
internal sealed class OneRequestStream(byte[] request) : MemoryStream(request, writable: false)
{
    public override bool CanWrite => true;

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
