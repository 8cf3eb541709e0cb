using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// The room's one door, one for each loop: what a connection, a request and a route ask of their clients is asked here, before anything is
/// signed or sent. Kinds of identity to come are further questions behind the same door.
/// </summary>
internal sealed class AccessGate(Loop loop, ClientRegistry clients, ShardCounters counters)
{
    // Passwords of one address that are not known yet: enough for people, too few to guess.
    private static readonly Rate s_checks = Rate.Of(new RateModel(5, 20), number: -3)!;

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
        return Seconds(microseconds);
    }

    /// <summary>Whether a route lets a request in.</summary>
    /// <param name="route">What the route asks.</param>
    /// <param name="client">Who.</param>
    /// <param name="fields">The request's field lines; an Authorization that was meant for us is dropped from them.</param>
    /// <param name="bytes">Its head.</param>
    /// <param name="again">It was asked before: what counts has been counted.</param>
    /// <param name="wasLetIn">It was let in before its body was read: a verdict on its password is still good, however long that took.</param>
    public AccessVerdict Check(
        RouteAccess route, in ClientAddress client, FieldTable fields, ReadOnlySpan<byte> bytes, bool again = false, bool wasLetIn = false)
    {
        if (!route.Permits(client))
        {
            counters.AddressesRefused++;
            return new AccessVerdict(ProxyError.AddressNotAllowed);
        }

        if (!again && route.RateLimit is { } rate && Wait(rate, client) is > 0 and var seconds)
        {
            return new AccessVerdict(ProxyError.RateLimited, seconds);
        }

        if (route.Basic is not { } basic)
        {
            return default;
        }

        AccessVerdict verdict = route.IsEnough(client) ? default : Check(basic, client, fields, bytes, wasLetIn);
        fields.Drop(FieldName.Authorization);
        counters.CredentialsRefused += verdict.Error == ProxyError.CredentialsRequired ? 1 : 0;
        return verdict;
    }

    private AccessVerdict Check(BasicRules rules, in ClientAddress client, FieldTable fields, ReadOnlySpan<byte> bytes, bool wasLetIn)
    {
        Span<byte> credentials = stackalloc byte[BasicCredentials.MostBytes];
        if (!BasicCredentials.TryRead(fields, bytes, credentials, out int length))
        {
            return new AccessVerdict(ProxyError.CredentialsRequired);
        }

        credentials = credentials[..length];
        UInt128 key = clients.Passwords.KeyOf(rules, credentials);
        if (clients.Passwords.Recall(key, wasLetIn ? long.MinValue : loop.SharedNow) is { } isGood)
        {
            return isGood ? default : new AccessVerdict(ProxyError.CredentialsRequired);
        }

        if (wasLetIn)
        {
            // The passwords have changed meanwhile.
            return new AccessVerdict(ProxyError.CredentialsRequired);
        }

        if (client.IsKnown && clients.Rates.Take(client.Holder, s_checks, loop.SharedNow) is > 0 and var wait)
        {
            counters.PasswordChecksRefused++;
            return new AccessVerdict(ProxyError.TooManyPasswords, Seconds(wait));
        }

        counters.PasswordChecks++;
        if (clients.Passwords.Begin(key, rules, credentials, loop.SharedNow) is { } check)
        {
            return new AccessVerdict(null, Pending: check);
        }

        counters.PasswordChecksRefused++;
        return new AccessVerdict(ProxyError.TooManyPasswords, 1);
    }

    private static int Seconds(long microseconds) => (int)Math.Min((microseconds + 999_999) / 1_000_000, int.MaxValue);
}
