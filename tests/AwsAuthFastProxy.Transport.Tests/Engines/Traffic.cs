using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>What peers do in these tests; all of it runs on the loop.</summary>
internal static class Traffic
{
    /// <summary>Sends everything back straight from the receive window until the peer ends, then ends too.</summary>
    public static async Task EchoAsync(Connection connection)
    {
        while (await connection.Input.FillAsync() == IoStatus.Ok)
        {
            if (await connection.Output.SendAsync(connection.Input.UnreadMemory) != IoStatus.Ok)
            {
                break;
            }

            connection.Input.Drop();
        }

        connection.ShutdownSend();
        connection.Input.Drop();
        while (await connection.Input.FillAsync() == IoStatus.Ok)
        {
            connection.Input.Drop();
        }

        connection.Close();
    }

    /// <summary>Sends <paramref name="bytes"/> in pieces, composed and foreign, then ends its side.</summary>
    public static async Task SendInPiecesAsync(Connection connection, byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (int sent = 0; sent < bytes.Length;)
        {
            int composed = Math.Min(random.Next(3) * random.Next(20_000), bytes.Length - sent);
            bytes.AsSpan(sent, composed).CopyTo(connection.Output.GetSpan(composed));
            connection.Output.Advance(composed);
            sent += composed;
            int foreign = Math.Min(random.Next(100_000), bytes.Length - sent);
            Assert.Equal(IoStatus.Ok, await connection.Output.SendAsync(bytes.AsMemory(sent, foreign)));
            sent += foreign;
        }

        connection.ShutdownSend();
    }

    /// <summary>Everything received until the end of input, which must be orderly.</summary>
    public static async Task<byte[]> ReceiveAllAsync(Connection connection)
    {
        using var received = new MemoryStream();
        IoStatus status;
        while ((status = await connection.Input.FillAsync()) == IoStatus.Ok)
        {
            received.Write(connection.Input.Unread);
            connection.Input.Drop();
        }

        Assert.True(status == IoStatus.EndOfStream, $"{status}: {connection.Error}");
        return received.ToArray();
    }

    public static byte[] RandomBytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
