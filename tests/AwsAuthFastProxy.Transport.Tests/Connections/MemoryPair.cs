using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.InMemory;

namespace AwsAuthFastProxy.Transport.Tests.Connections;

/// <summary>A connection in memory on a loop that the test turns.</summary>
internal sealed class MemoryPair : IDisposable
{
    public MemoryPair()
    {
        Loop = new MemoryLoop(Clock);
        (Near, Far) = MemoryConnection.Pair(Loop);
    }

    public ManualClock Clock { get; } = new();

    public MemoryLoop Loop { get; }

    public MemoryConnection Near { get; }

    public MemoryConnection Far { get; }

    /// <summary>Turns the loop until it rests; the operation must have ended by then.</summary>
    public T Ended<T>(ValueTask<T> task)
    {
        Loop.RunUntilIdle();
        Assert.True(task.IsCompleted, "still pending");
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Turns the loop until it rests; the operation must still wait.</summary>
    public void Pending<T>(ValueTask<T> task)
    {
        Loop.RunUntilIdle();
        Assert.False(task.IsCompleted);
    }

    public void Send(Connection from, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(from.Output.GetSpan(bytes.Length));
        from.Output.Advance(bytes.Length);
        Assert.Equal(IoStatus.Ok, Ended(from.Output.SendAsync(default)));
    }

    /// <summary>Closes both ends and looks for blocks that did not come back.</summary>
    public void Dispose()
    {
        Near.Close();
        Far.Close();
        Loop.RunUntilIdle();
        Assert.Equal(0, Loop.Buffers.Outstanding);
        Assert.Equal(0, Loop.Buffers.OutstandingLarge);
        Loop.Dispose();
    }
}
