using System.Globalization;
using System.Net;

namespace AwsAuthFastProxy.LoadTests.Relay;

/// <summary>What one port of the floor relays.</summary>
/// <param name="Listen">Where it listens.</param>
/// <param name="Upstream">Where it sends to.</param>
/// <param name="RequestBytes">Length of every request's body.</param>
/// <param name="ResponseBytes">Length of every response's body.</param>
internal sealed record FloorTarget(IPEndPoint Listen, IPEndPoint Upstream, long RequestBytes, long ResponseBytes)
{
    /// <summary>From <c>LISTEN:UPSTREAM:REQUEST:RESPONSE</c>, two ports and two lengths.</summary>
    public static FloorTarget Parse(string text)
    {
        long[] parts = [.. text.Split(':').Select(static part => long.Parse(part, CultureInfo.InvariantCulture))];
        return new FloorTarget(
            new IPEndPoint(IPAddress.Loopback, (int)parts[0]), new IPEndPoint(IPAddress.Loopback, (int)parts[1]), parts[2], parts[3]);
    }
}
