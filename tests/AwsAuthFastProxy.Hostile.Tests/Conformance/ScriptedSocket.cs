using System.Globalization;
using AwsAuthFastProxy.Hostile.Tests.Sockets;
using AwsAuthFastProxy.Proxy.Tests.Exchanges;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>Plays the upstream's part of a case over sockets, and keeps what came to compare it at the end.</summary>
internal sealed class ScriptedSocket(ExchangeCase exchange, int port, Fragmentation cut)
{
    private readonly TaskCompletionSource _clientHasHeard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketUpstreamConnection?[] _connections = new SocketUpstreamConnection?[exchange.Upstream.Count];
    private readonly int[] _consumed = new int[exchange.Upstream.Count];
    private readonly int[] _step = new int[exchange.Upstream.Count];
    private int _begun;

    /// <summary>A reset may overtake what was sent before it; so it waits until that has gone through.</summary>
    public void ClientHasHeard() => _clientHasHeard.TrySetResult();

    public async Task ServeAsync(SocketUpstreamConnection connection, int _)
    {
        int number = Interlocked.Increment(ref _begun) - 1;
        if (number >= exchange.Upstream.Count)
        {
            return;
        }

        _connections[number] = connection;
        foreach (UpstreamStep step in exchange.Upstream[number])
        {
            if (!await TakeAsync(connection, number, Expected(step)))
            {
                return;
            }

            _step[number]++;
            await connection.SendAsync(step.Answer, cut);
            switch (step.Then)
            {
                case UpstreamStep.End.Closes:
                    connection.End();
                    break;
                case UpstreamStep.End.Resets:
                    await _clientHasHeard.Task.WaitAsync(RawClient.Patience);
                    connection.Reset();
                    break;
                case UpstreamStep.End.IsEnded:
                    await connection.ReadToEndAsync();
                    break;
            }
        }
    }

    /// <summary>Everything has come, nothing else has, on no other connection.</summary>
    public void AssertDone()
    {
        Assert.Equal(exchange.Upstream.Count, _begun);
        for (int i = 0; i < _connections.Length; i++)
        {
            string received = WireText.MergeChunks(_connections[i]!.Received)[_consumed[i]..];
            string missing = _step[i] < exchange.Upstream[i].Count ? Expected(exchange.Upstream[i][_step[i]]) : "";
            Assert.True(_step[i] == exchange.Upstream[i].Count, $"upstream waits for:\n{missing}\nhas got:\n{received}");
            Assert.Equal("", received);
        }
    }

    /// <summary>Takes exactly what the case says; false when something else came.</summary>
    private async Task<bool> TakeAsync(SocketUpstreamConnection connection, int number, string expected)
    {
        int from = _consumed[number];
        int length = WireText.LengthOf(expected);
        await connection.ReadUntilAsync(text => WireText.MergeChunks(text).Length - from >= length);
        string received = WireText.MergeChunks(connection.Received)[from..];
        if (received.Length < length || !WireText.Matches(expected, received[..length]))
        {
            return false;
        }

        _consumed[number] += length;
        return true;
    }

    /// <summary>The upstream's names in the cases are an address here.</summary>
    private string Expected(UpstreamStep step)
    {
        string address = "127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture);
        return step.Expected
            .Replace("origin.example", address, StringComparison.Ordinal)
            .Replace("s3.example", address, StringComparison.Ordinal);
    }
}
