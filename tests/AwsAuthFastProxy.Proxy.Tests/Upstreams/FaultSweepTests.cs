using AwsAuthFastProxy.Proxy.Tests.Exchanges;
using AwsAuthFastProxy.Proxy.Tests.Harness;
using AwsAuthFastProxy.Transport.Connections;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>
/// Every case of tests/cases/proxy with every fault at every byte, on either side: an end, a reset, a close of both directions, and
/// silence until the deadlines. Whatever happens, each side hears only what the case says, as far as it goes, or the proxy's own
/// answer; the pool serves the next request; nothing is left.
/// </summary>
public class FaultSweepTests
{
    private static readonly IReadOnlyDictionary<string, ExchangeCase> s_cases = ExchangeCase.ReadAll();

    public enum Fault
    {
        End,
        Reset,
        Close,
        Silence,
    }

    public static TheoryData<string> Names => [.. s_cases.Where(static entry => entry.Value.Upstream.Count > 0).Select(static entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void FaultAtEveryByte_EndsInAStatusOrACutAndNothingIsLeft(string name)
    {
        ExchangeCase exchange = s_cases[name];
        string said = string.Concat(exchange.Client.Select(static stage => stage.Sent));
        string answered = string.Concat(exchange.Upstream.SelectMany(static steps => steps).Select(static step => step.Answer));
        foreach (Fault fault in Enum.GetValues<Fault>())
        {
            for (int at = 0; at < said.Length; at++)
            {
                Play(exchange, fault, said[..at], answered, clientFails: true, $"{fault} of the client at {at}");
            }

            for (int at = 0; at < answered.Length; at++)
            {
                Play(exchange, fault, said, answered[..at], clientFails: false, $"{fault} of the upstream at {at}");
            }
        }
    }

    private static void Play(ExchangeCase exchange, Fault fault, string said, string answered, bool clientFails, string where)
    {
        using var rig = new ProxyRig(Models.Named(exchange.Config));
        string left = answered;
        rig.React = () => left = Answer(rig, left, clientFails ? null : fault);
        WireEnd client = rig.Connect().Send(WireText.Bytes(said));
        rig.Run();
        if (clientFails)
        {
            Do(fault, client, rig);
        }

        // What is silent ends by the deadlines.
        rig.Advance(TimeSpan.FromSeconds(35));
        rig.Advance(TimeSpan.FromSeconds(35));
        string heard = client.Received;
        Assert.True(heard.Length == 0 || heard.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"{where}: {heard}");
        AssertServes(rig, where);
        client.Close();
        rig.AssertNothingLeaks();
        Assert.DoesNotContain(rig.Log.Lines, static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    /// <summary>Sends what is left to say once a request's head is there, and fails behind it.</summary>
    private static string Answer(ProxyRig rig, string left, Fault? fault)
    {
        if (left == "done" || rig.Origins.Count == 0 || !rig.Origins[0].Received.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            return left;
        }

        WireEnd origin = rig.Origins[0];
        if (left.Length > 0)
        {
            origin.Send(WireText.Bytes(left));
            return "";
        }

        if (!origin.HasMore && fault is { } kind)
        {
            Do(kind, origin, null);
        }

        return "done";
    }

    private static void Do(Fault fault, WireEnd end, ProxyRig? rig)
    {
        switch (fault)
        {
            case Fault.End:
                end.End();
                break;
            case Fault.Reset:
                end.Reset();
                break;
            case Fault.Close:
                end.Close();
                break;
        }

        rig?.Run();
    }

    private static void AssertServes(ProxyRig rig, string where)
    {
        int before = rig.Origins.Count;
        rig.React = null;
        foreach (WireEnd origin in rig.Origins)
        {
            origin.Close();
        }

        rig.Run();
        WireEnd next = rig.Send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.True(rig.Origins.Count == before + 1, where);
        rig.Origin.Send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
        rig.Run();
        Assert.True(next.Received.EndsWith("\r\n\r\nnext", StringComparison.Ordinal), $"{where}: {next.Received}");
        Assert.Equal(IoStatus.Ok, next.Ended);
        next.Close();
        rig.Run();
    }
}
