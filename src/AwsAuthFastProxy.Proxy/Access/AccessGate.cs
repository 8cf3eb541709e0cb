using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Telemetry;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// The room's one door, one for each loop: what a route asks of its clients is asked here, when the route is known and before anything is
/// signed or sent. Kinds of identity to come are further questions behind the same door.
/// </summary>
internal sealed class AccessGate(ShardCounters counters)
{
    /// <summary>Why a client is not let in, or null.</summary>
    public ProxyError? Check(RouteAccess route, in ClientAddress client)
    {
        if (route.Permits(client))
        {
            return null;
        }

        counters.AddressesRefused++;
        return ProxyError.AddressNotAllowed;
    }
}
