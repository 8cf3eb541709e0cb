using System.Net;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Transport.Loops;
using AwsAuthFastProxy.Transport.Naming;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>
/// The addresses of everything that an upstream's connections may go to, together. A name that is still looked up holds nobody up while
/// another is known: its addresses join at the next dial.
/// </summary>
internal sealed class TargetResolver(NameResolver resolver, ConnectionKey key)
{
    /// <summary>What is known; else what is found first. Null when nothing was found until <paramref name="due"/>.</summary>
    public async ValueTask<Destinations?> ResolveAsync(Loop loop, long due)
    {
        Task<Resolution>[] lookups = Ask();
        if (Known(lookups) is { } known)
        {
            return known;
        }

        // A look-up knows no deadline, so it is left behind when it takes too long.
        var late = new TaskCompletionSource();
        var deadline = new Deadline(loop.Timers, () => late.TrySetResult());
        deadline.Set(due);
        try
        {
            while (true)
            {
                await Task.WhenAny([.. lookups.Where(static lookup => !lookup.IsCompleted), late.Task]);
                if (Known(lookups) is { } found)
                {
                    return found;
                }

                if (late.Task.IsCompleted)
                {
                    return null;
                }
            }
        }
        finally
        {
            deadline.Remove();
        }
    }

    /// <summary>What is known without waiting; old answers are looked up anew meanwhile.</summary>
    public IPEndPoint[] Look() => Known(Ask()) is { } known ? known.EndPoints : [];

    private Task<Resolution>[] Ask() => [.. key.Targets.Select(target => resolver.ResolveAsync(target.Host).AsTask())];

    /// <summary>The addresses that look-ups have given; a failure when all have failed; null while there is hope.</summary>
    private Destinations? Known(Task<Resolution>[] lookups)
    {
        var found = new List<IPEndPoint>();
        for (int i = 0; i < lookups.Length; i++)
        {
            if (lookups[i].IsCompletedSuccessfully)
            {
                ConnectTarget target = key.Targets[i];
                found.AddRange(lookups[i].Result.Addresses.Select(address => new IPEndPoint(address, target.Port)).Where(endPoint => !found.Contains(endPoint)));
            }
        }

        return found.Count > 0 ? new Destinations([.. found], null)
            : !Array.TrueForAll(lookups, static lookup => lookup.IsCompleted) ? null
            : new Destinations([], string.Join("; ", lookups.Select(static lookup => lookup.Result.Error ?? "no address")));
    }
}
