using System.Security.Cryptography;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// Token buckets of client addresses, over all loops of the process: a bucket is one number, the time at which it would be full again. A
/// table of fixed size without locks; of eight places an address may have, the one that is nearest to full is taken for a new one, and a
/// full bucket forgets nothing. Hashed with a secret of the process, so that nobody can choose his neighbours.
/// </summary>
/// <remarks>
/// A place is taken in steps, so loops that meet in it at the same moment may let each a request more through, or charge one to a stranger; what a
/// client owes is not forgotten.
/// </remarks>
internal sealed class RateTable
{
    private const int Ways = 8;
    private const int Sets = 8192;

    private readonly ulong _first = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly ulong _second = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private Place[]? _places;

    /// <summary>Places there are; the table is made when it is first needed.</summary>
    public static int Capacity => Sets * Ways;

    /// <summary>Takes a token. Zero when there was one, else after how many microseconds there will be.</summary>
    /// <param name="holder">Whose bucket.</param>
    /// <param name="rate">Which rule's.</param>
    /// <param name="now">Milliseconds of the process's clock.</param>
    public long Take(UInt128 holder, Rate rate, long now)
    {
        Place[] places = _places ?? Make();
        long microseconds = now * 1000;
        ulong hash = Hash(holder, rate.Number);
        Span<Place> set = places.AsSpan((int)(hash % Sets) * Ways, Ways);
        ref Place place = ref Find(set, hash, microseconds);
        while (true)
        {
            long full = Volatile.Read(ref place.FullAt);
            long next = Math.Max(full, microseconds) + rate.Interval;
            if (next - microseconds > rate.Tolerance)
            {
                return next - microseconds - rate.Tolerance;
            }

            if (Interlocked.CompareExchange(ref place.FullAt, next, full) == full)
            {
                return 0;
            }
        }
    }

    private static ref Place Find(Span<Place> set, ulong hash, long microseconds)
    {
        while (true)
        {
            int fullest = 0;
            ulong stranger = 0;
            long least = long.MaxValue;
            for (int i = 0; i < set.Length; i++)
            {
                ulong found = Volatile.Read(ref set[i].Hash);
                if (found == hash)
                {
                    return ref set[i];
                }

                long full = Volatile.Read(ref set[i].FullAt);
                if (full < least)
                {
                    (fullest, stranger, least) = (i, found, full);
                }
            }

            if (Interlocked.CompareExchange(ref set[fullest].Hash, hash, stranger) == stranger)
            {
                // What the stranger owed goes with him, unless somebody has taken from the new bucket already.
                Interlocked.CompareExchange(ref set[fullest].FullAt, microseconds, least);
                return ref First(set, hash, fullest);
            }
        }
    }

    /// <summary>Another loop may have given the same client another place at the same moment: the first one counts, with what the other owes.</summary>
    private static ref Place First(Span<Place> set, ulong hash, int taken)
    {
        for (int i = 0; i < set.Length; i++)
        {
            if (i == taken || Volatile.Read(ref set[i].Hash) != hash)
            {
                continue;
            }

            if (i < taken)
            {
                return ref set[i];
            }

            long owed = Volatile.Read(ref set[i].FullAt);
            long own = Volatile.Read(ref set[taken].FullAt);
            while (own < owed)
            {
                long seen = Interlocked.CompareExchange(ref set[taken].FullAt, owed, own);
                own = seen == own ? owed : seen;
            }
        }

        return ref set[taken];
    }

    private ulong Hash(UInt128 holder, int number)
    {
        ulong high = Math.BigMul((ulong)(holder >> 64) ^ _first, (ulong)holder ^ _second, out ulong low);
        high = Math.BigMul(high ^ low ^ _second, (ulong)(uint)number + _first, out low);
        // Zero is an empty place.
        return (high ^ low) | 1UL << 63;
    }

    private Place[] Make() => Interlocked.CompareExchange(ref _places, new Place[Capacity], null) ?? _places;

    private struct Place
    {
        public ulong Hash;
        public long FullAt;
    }
}
