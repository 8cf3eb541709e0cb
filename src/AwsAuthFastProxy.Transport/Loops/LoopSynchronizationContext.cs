namespace AwsAuthFastProxy.Transport.Loops;

/// <summary>Posts continuations of foreign awaits to their loop.</summary>
internal sealed class LoopSynchronizationContext(Loop loop) : SynchronizationContext
{
    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => loop.Post(d, state);

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Loop.Current != loop)
        {
            throw new NotSupportedException("A loop is never waited for.");
        }

        d(state);
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;
}
