using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Fuzz.Exchanges;

/// <summary>An upstream that answers what the case says, more or less when it should, and does something to the connection now and then.</summary>
internal sealed class AnyUpstream(ProxyRig rig, List<byte[]> answers, Random choices)
{
    private static readonly byte[] s_ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    private readonly Dictionary<WireEnd, int> _seen = [];
    private int _next;

    public void React()
    {
        foreach (WireEnd origin in rig.Origins)
        {
            if (!_seen.TryGetValue(origin, out int seen))
            {
                _seen[origin] = 0;
                if (choices.Next(30) == 0)
                {
                    // Before it was asked.
                    Answer(origin);
                }
            }

            if (origin.IsOpen && origin.ReceivedLength > seen)
            {
                int head = origin.Received.IndexOf("\r\n\r\n", seen, StringComparison.Ordinal);
                if (head >= 0)
                {
                    _seen[origin] = head + 4;
                    Answer(origin);
                }
            }
        }
    }

    private void Answer(WireEnd origin)
    {
        byte[] answer = answers.Count == 0 ? s_ok : answers[_next++ % answers.Count];
        origin.Send(answer, choices.Next(3) switch
        {
            0 => Fragmentation.Whole,
            1 => Fragmentation.EveryByte,
            _ => Fragmentation.At(choices.Next(answer.Length + 1)),
        });
        switch (choices.Next(12))
        {
            case 0:
                origin.Send(s_ok);
                break;
            case 1:
            case 2:
                origin.End();
                break;
            case 3:
                origin.Reset();
                break;
        }
    }
}
