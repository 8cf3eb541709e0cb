using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Tests.Shared;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.InMemory;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Tests.Connections;

public class AllocationTests
{
    private const int Rounds = 1000;

    [Theory]
    [InlineData(100)]
    [InlineData(60_000)]
    public void EchoOnAWarmLoop_AllocatesNothing(int size)
    {
        using var pair = new MemoryPair();
        // Less than one message, so that sends wait too.
        pair.Near.Capacity = pair.Far.Capacity = size > 10_000 ? 7_000 : 1 << 20;
        var message = new byte[size];
        var deadline = new Deadline(pair.Loop.Timers, () => Assert.Fail("expired"));
        ValueTask<int> echo = EchoAsync(pair.Far);
        Assert.Equal(Rounds, Exchange(pair, message, deadline));
        int done = Rounds;

        Assert.Equal(0, WarmAllocation.Least(() => done += Exchange(pair, message, deadline)));
        deadline.Remove();
        pair.Near.ShutdownSend();
        Assert.Equal(done * size, pair.Ended(echo));
    }

    private static int Exchange(MemoryPair pair, byte[] message, Deadline deadline)
    {
        ValueTask<int> rounds = RoundsAsync(pair.Near, message, deadline);
        pair.Loop.RunUntilIdle();
        return rounds.GetAwaiter().GetResult();
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<int> RoundsAsync(MemoryConnection connection, byte[] message, Deadline deadline)
    {
        int done = 0;
        for (; done < Rounds; done++)
        {
            deadline.Set(connection.Loop.Now + 60_000);
            connection.Output.GetSpan(10)[..10].Fill(1);
            connection.Output.Advance(10);
            ValueTask<IoStatus> send = connection.Output.SendAsync(message.AsMemory(10));
            int received = 0;
            while (received < message.Length && await connection.Input.FillAsync() == IoStatus.Ok)
            {
                received += connection.Input.UnreadLength;
                connection.Input.Drop();
            }

            if (await send != IoStatus.Ok || received != message.Length)
            {
                break;
            }

            deadline.Cancel();
        }

        return done;
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<int> EchoAsync(MemoryConnection connection)
    {
        int total = 0;
        while (await connection.Input.FillAsync() == IoStatus.Ok)
        {
            total += connection.Input.UnreadLength;
            if (await connection.Output.SendAsync(connection.Input.UnreadMemory) != IoStatus.Ok)
            {
                break;
            }

            connection.Input.Drop();
        }

        return total;
    }
}
