using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// The room's one door, one for each loop: what a connection, a request and a route ask of their clients is asked here, before anything is
/// signed or sent. Kinds of identity to come are further questions behind the same door.
/// </summary>
internal sealed class AccessGate(Loop loop, ClientRegistry clients, ShardCounters counters)
{
    /// <summary>Whether a client's address may have one more connection: why not, or null.</summary>
    /// <param name="client">Who.</param>
    /// <param name="limit">Connections one address may have; 0 is no limit.</param>
    /// <param name="rate">How often one may connect; null is no limit.</param>
    /// <param name="counted">Whether the connection was counted and is to be given back to <see cref="Leave"/>.</param>
    public ProxyError? Enter(in ClientAddress client, int limit, Rate? rate, out bool counted)
    {
        counted = false;
        if (!client.IsKnown)
        {
            return null;
        }

        if (rate is not null && clients.Rates.Take(client.Holder, rate, loop.SharedNow) > 0)
        {
            counters.TurnedAwayByRate++;
            return ProxyError.ConnectingTooOften;
        }

        counted = limit > 0 && clients.Connections.TryAcquire(client.Holder, limit);
        if (limit == 0 || counted)
        {
            return null;
        }

        counters.TurnedAwayByAddress++;
        return ProxyError.TooManyConnections;
    }

    /// <summary>A connection that was counted has ended.</summary>
    public void Leave(in ClientAddress client) => clients.Connections.Release(client.Holder);

    /// <summary>Seconds after which a client that asks too often may ask again; 0 when it may now.</summary>
    public int Wait(Rate rate, in ClientAddress client)
    {
        long microseconds = client.IsKnown ? clients.Rates.Take(client.Holder, rate, loop.SharedNow) : 0;
        if (microseconds == 0)
        {
            return 0;
        }

        counters.RateLimited++;
        return (int)Math.Min((microseconds + 999_999) / 1_000_000, int.MaxValue);
    }

    /// <summary>Why a route does not let a client in, or null.</summary>
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
