using AwsAuthFastProxy.Tests.Shared;

#if !DEBUG
using System.Net.Security;
using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

/// <summary>Of the optimised product: in a debug build the state machine of an async method is an object.</summary>
public class TlsAllocationTests
{
    private const int Rounds = 500;

    [Fact]
    public void ExchangesOnAWarmConnection_AllocateNothing()
    {
        using TlsPair pair = TlsPair.Connected();
        pair.Recorded.Recording = false;
        byte[] request = new byte[3000];
        byte[] answer = new byte[9000];
        ValueTask<int> serving = ServeAsync(pair.Server, new byte[request.Length], answer);
        Assert.Equal(Rounds, pair.Ended(RoundsAsync(pair.Client, request, answer.Length)));
        Assert.Equal(Rounds, pair.Ended(RoundsAsync(pair.Client, request, answer.Length)));
        int done = 2 * Rounds;

        long allocated = WarmAllocation.Least(() =>
        {
            ValueTask<int> rounds = RoundsAsync(pair.Client, request, answer.Length);
            pair.Loop.RunUntilIdle();
            done += rounds.GetAwaiter().GetResult();
        });

        Assert.Equal(0, allocated);
        pair.Client.ShutdownSend();
        Assert.Equal(done, pair.Ended(serving));
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<int> RoundsAsync(Connection client, byte[] request, int answer)
    {
        for (int done = 0; done < Rounds; done++)
        {
            client.Output.GetSpan(100)[..100].Fill(1);
            client.Output.Advance(100);
            if (await client.Output.SendAsync(request.AsMemory(100)) != IoStatus.Ok)
            {
                return done;
            }

            for (int received = 0; received < answer;)
            {
                if (await client.Input.FillAsync() != IoStatus.Ok)
                {
                    return done;
                }

                received += client.Input.UnreadLength;
                client.Input.Drop();
            }
        }

        return Rounds;
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<int> ServeAsync(SslStream server, byte[] request, byte[] answer)
    {
        int served = 0;
        while (true)
        {
            for (int received = 0; received < request.Length;)
            {
                int count = await server.ReadAsync(request.AsMemory(received)).ConfigureAwait(false);
                if (count == 0)
                {
                    return served;
                }

                received += count;
            }

            await server.WriteAsync(answer).ConfigureAwait(false);
            served++;
        }
    }
}
#endif
