using System.Runtime.CompilerServices;
using AwsAuthFastProxy.Transport.Buffers;
using AwsAuthFastProxy.Transport.Connections;
using AwsAuthFastProxy.Transport.Tasks;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.LoadTests.Relay;

/// <summary>One client of the floor: a message ends where its head ends plus the length told beforehand.</summary>
internal sealed class FloorSession(FloorTarget target, Stack<Connection> pool, Connection client)
{
    private const int DialMilliseconds = 5000;

    // The proxy's own threshold.
    private const int InsideKernelFrom = 64 * 1024;

    private readonly DetachedTask _run = new(_ => client.Close());

    public void Start() => _run.Start(RunAsync());

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder))]
    private async ValueTask RunAsync()
    {
        while (client.Input.UnreadLength > 0 || await client.Input.FillAsync() == IoStatus.Ok)
        {
            if (!pool.TryPop(out Connection? upstream))
            {
                upstream = await DialAsync();
                if (upstream is null)
                {
                    return;
                }
            }

            if (!await RelayAsync(client, upstream, target.RequestBytes)
                || !await RelayAsync(upstream, client, target.ResponseBytes))
            {
                upstream.Close();
                return;
            }

            pool.Push(upstream);
        }
    }

    private async ValueTask<Connection?> DialAsync()
    {
        long due = client.Loop.Now + DialMilliseconds;
        Connection? plain = (await client.Loop.DialAsync(target.Upstream, due)).Connection;
        return plain is null || target.Tls is null ? plain : (await TlsDialer.AuthenticateAsync(plain, target.Tls, due)).Connection;
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> RelayAsync(Connection from, Connection to, long bodyBytes)
    {
        ConnectionReader source = from.Input;
        ConnectionWriter sink = to.Output;

        // As the proxy does: large blocks from the first byte on where a large body is to come.
        source.BlockSize = bodyBytes > BufferPool.SmallSize ? BufferPool.LargeSize : BufferPool.SmallSize;
        int head = -1;
        while ((head = EndOfHead(source.Unread)) < 0)
        {
            if (await source.FillAsync() != IoStatus.Ok)
            {
                return false;
            }
        }

        long left = head + bodyBytes;
        while (true)
        {
            int count = (int)Math.Min(left, source.UnreadLength);
            if (count > 0)
            {
                if (await sink.SendAsync(source.UnreadMemory[..count]) != IoStatus.Ok)
                {
                    return false;
                }

                source.Consume(count);
                left -= count;
            }

            if (left == 0)
            {
                source.BlockSize = BufferPool.SmallSize;
                return true;
            }

            if (left >= InsideKernelFrom && source.UnreadLength == 0 && from.TryRentConduit(to) is { } conduit)
            {
                source.BlockSize = BufferPool.SmallSize;
                return await RelayInsideKernelAsync(conduit, source, sink, left);
            }

            if (await source.FillAsync() != IoStatus.Ok)
            {
                return false;
            }
        }
    }

    [AsyncMethodBuilder(typeof(LoopValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> RelayInsideKernelAsync(Conduit conduit, ConnectionReader source, ConnectionWriter sink, long left)
    {
        try
        {
            while (left > 0)
            {
                if (await source.FillConduitAsync(conduit, left) != IoStatus.Ok)
                {
                    return false;
                }

                left -= conduit.Held;
                if (await sink.SendConduitAsync(conduit) != IoStatus.Ok)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            conduit.Return();
        }
    }

    private static int EndOfHead(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n\r\n"u8);
        return end < 0 ? -1 : end + 4;
    }
}
