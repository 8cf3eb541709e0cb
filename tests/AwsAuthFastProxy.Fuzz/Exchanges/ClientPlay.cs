using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Fuzz.Exchanges;

/// <summary>Some clients that say the same, cut differently, while time passes, the configuration changes and connections break.</summary>
internal sealed class ClientPlay(ProxyRig rig, byte[] said, string config, Random choices)
{
    private static readonly int[] s_seconds = [1, 3, 11, 16, 31, 61];

    public List<WireEnd> Clients { get; } = [];

    public void Run()
    {
        for (int count = choices.Next(1, 4); count > 0; count--)
        {
            Connect();
        }

        rig.Run();
        for (int steps = choices.Next(6); steps > 0; steps--)
        {
            Step();
            rig.Run();
        }
    }

    private void Step()
    {
        switch (choices.Next(9))
        {
            case 0:
            case 1:
                rig.Advance(TimeSpan.FromSeconds(s_seconds[choices.Next(s_seconds.Length)]));
                break;
            case 2:
                Clients[choices.Next(Clients.Count)].End();
                break;
            case 3:
                Clients[choices.Next(Clients.Count)].Reset();
                break;
            case 4:
                Connect();
                break;
            case 5 when rig.Origins.Count > 0:
                rig.Origins[choices.Next(rig.Origins.Count)].End();
                break;
            case 6 when rig.Origins.Count > 0:
                rig.Origins[choices.Next(rig.Origins.Count)].Reset();
                break;
            case 7:
                rig.Shard.Apply(new Snapshot(ExchangeTarget.Model(config, choices.Next(2) == 0), workers: 1));
                break;
            case 8 when choices.Next(4) == 0:
                rig.Sessions.Drain();
                break;
        }
    }

    private void Connect()
    {
        WireEnd client = rig.Connect(capacity: choices.Next(5) == 0 ? 300 : 1 << 20);
        client.Connection.MaxReceive = choices.Next(5) == 0 ? 50 : int.MaxValue;
        client.Send(said, choices.Next(3) switch
        {
            0 => Fragmentation.Whole,
            1 => Fragmentation.EveryByte,
            _ => Fragmentation.At(choices.Next(said.Length + 1)),
        });
        Clients.Add(client);
    }
}
