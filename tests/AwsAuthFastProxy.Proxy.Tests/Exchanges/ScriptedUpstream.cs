using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Exchanges;

/// <summary>Plays the upstream's part of a case: answers when it has got what the case says, and complains when it is something else.</summary>
internal sealed class ScriptedUpstream(ExchangeCase script, IReadOnlyList<WireEnd> connections, int firstConnection, Fragmentation fragmentation)
{
    private readonly int[] _step = new int[script.Upstream.Count];
    private readonly int[] _consumed = new int[script.Upstream.Count];
    private readonly bool[] _resetDue = new bool[script.Upstream.Count];

    /// <summary>Looks at what has come and answers.</summary>
    public void React()
    {
        for (int i = 0; i < _step.Length && firstConnection + i < connections.Count; i++)
        {
            while (Advance(i, connections[firstConnection + i]))
            {
            }
        }
    }

    /// <summary>Everything has come, nothing else has, on no other connection.</summary>
    public void AssertDone()
    {
        Assert.Equal(script.Upstream.Count, connections.Count - firstConnection);
        for (int i = 0; i < _step.Length; i++)
        {
            WireEnd connection = connections[firstConnection + i];
            string received = WireText.MergeChunks(connection.Received);
            string missing = _step[i] < script.Upstream[i].Count ? script.Upstream[i][_step[i]].Expected : "";
            Assert.True(_step[i] == script.Upstream[i].Count, $"upstream waits for:\n{missing}\nhas got:\n{received[_consumed[i]..]}");
            Assert.Equal("", received[_consumed[i]..]);
            if (script.Upstream[i] is [.., { Then: UpstreamStep.End.IsEnded }])
            {
                Assert.NotEqual(IoStatus.Ok, connection.Ended);
            }
        }
    }

    private bool Advance(int index, WireEnd connection)
    {
        if (_resetDue[index] && !connection.HasMore)
        {
            _resetDue[index] = false;
            connection.Reset();
        }

        if (_step[index] == script.Upstream[index].Count)
        {
            return false;
        }

        UpstreamStep step = script.Upstream[index][_step[index]];
        string received = WireText.MergeChunks(connection.Received)[_consumed[index]..];
        int length = WireText.LengthOf(step.Expected);
        if (received.Length < length)
        {
            return false;
        }

        string expected = step.Expected;
        Assert.True(WireText.Matches(expected, received[..length]), $"upstream wants:\n{expected}\nhas got:\n{received[..length]}");
        _consumed[index] += length;
        connection.Send(WireText.Bytes(step.Answer), Cut(index, _step[index]));
        if (step.Then == UpstreamStep.End.Closes)
        {
            connection.End();
        }

        _resetDue[index] = step.Then == UpstreamStep.End.Resets;
        _step[index]++;
        return true;
    }

    /// <summary>The split counts over all answers of the case.</summary>
    private Fragmentation Cut(int connection, int step)
    {
        if (fragmentation.ByByte)
        {
            return fragmentation;
        }

        int before = script.Upstream.Take(connection).SelectMany(steps => steps).Sum(earlier => earlier.Answer.Length)
            + script.Upstream[connection].Take(step).Sum(earlier => earlier.Answer.Length);
        return Fragmentation.At(Math.Max(0, fragmentation.SplitAt - before));
    }
}
