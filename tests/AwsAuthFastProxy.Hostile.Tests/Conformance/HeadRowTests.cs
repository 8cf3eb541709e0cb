using AwsAuthFastProxy.Hostile.Tests.Sockets;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Http.Tests;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>
/// The request heads of tests/cases/http that are to be refused, by raw bytes on a socket: the reason's status, the connection closed,
/// nothing at the upstream; and those that are to be taken reach it.
/// </summary>
public class HeadRowTests
{
    private const int MostBytesOneByOne = 600;

    private static readonly Dictionary<string, RejectReason> s_reasons =
        Enum.GetValues<RejectReason>().ToDictionary(static reason => RejectReasons.Name(reason));

    // A limit on the target alone is not configured by itself.
    public static TheoryData<string> Refused => [.. WireCases.Requests.Values.Where(static wireCase => Reason(wireCase) is not null).Select(static wireCase => wireCase.Name)];

    [RowTheory]
    [MemberData(nameof(Refused))]
    public async Task RefusedHead_HasItsStatusAndReachesNobody(string name)
    {
        WireCase wireCase = WireCases.Requests[name];
        string text = System.Text.Encoding.Latin1.GetString(wireCase.WireAndExcess);
        RejectReason reason = s_reasons[Reason(wireCase)!];
        using var upstream = new SocketUpstream(static (_, _) => Task.CompletedTask);
        using var rig = new SocketRig(Model(upstream.Port, wireCase.Limits));
        upstream.Start(rig);
        foreach (Fragmentation cut in (Fragmentation[])[Fragmentation.Whole, .. text.Length <= MostBytesOneByOne ? [Fragmentation.EveryByte] : Array.Empty<Fragmentation>()])
        {
            using RawClient client = await rig.ConnectAsync();
            await client.SendAsync(text, cut);
            Refusals.AssertIs(RejectReasons.Status(reason), RejectReasons.Name(reason), await client.ReadToEndAsync());
        }

        Assert.Equal(0, rig.Counters.Dials);
        await upstream.EndAsync();
        await rig.AssertNothingLeaksAsync();
    }

    /// <summary>The reason by which the whole proxy refuses a case, or null.</summary>
    private static string? Reason(WireCase wireCase)
    {
        if (wireCase.Limits.TargetBytes < HeadLimits.DefaultTargetBytes)
        {
            return null;
        }

        return wireCase.IsRejected ? wireCase.RejectName
            : wireCase.Expectations.Where(static expectation => expectation.Key is "framing" or "connection")
                .Select(static expectation => expectation.Value.Split(' '))
                .FirstOrDefault(static words => words[0] == "rejected")?[1];
    }

    private static ProxyModel Model(int port, in HeadLimits limits) => Models.Of(
        Models.Plain("127.0.0.1", port),
        static route => route with { Methods = MethodSet.All },
        limits: new LimitModel { HeadBytes = limits.HeadBytes, Headers = limits.FieldCount });
}
