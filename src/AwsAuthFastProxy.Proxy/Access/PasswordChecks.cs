using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>
/// Checks passwords for all loops of the process: on threads of its own, few of them and below the loops' priority, with a queue of bounded
/// length, and with verdicts remembered for a short time under a keyed hash of the credentials. So a flood of passwords costs no more
/// than these threads, and a known client costs one hash per request.
/// </summary>
/// <param name="run">Runs a check somewhere; threads of its own when null.</param>
internal sealed class PasswordChecks(Action<Action>? run = null)
{
    /// <summary>Checks that may wait or be under way.</summary>
    public const int MostPending = 128;

    private const int MostRemembered = 16_384;
    private const long GoodForMilliseconds = 60_000;
    private const long BadForMilliseconds = 10_000;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, Verdict> _verdicts = new();
    private readonly ConcurrentDictionary<UInt128, PasswordCheck> _pending = new();
    private readonly Lock _starting = new();
    private BlockingCollection<Action>? _queue;
    private int _count;
    private int _remembered;

    /// <summary>Checks that wait or are under way.</summary>
    public int Pending => Volatile.Read(ref _count);

    /// <summary>Under which a verdict on these credentials is known.</summary>
    public UInt128 KeyOf(BasicRules rules, ReadOnlySpan<byte> credentials)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        hmac.AppendData(rules.Passwords.Fingerprint);
        hmac.AppendData(credentials);
        hmac.GetHashAndReset(hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>What is known: yes, no, or null.</summary>
    public bool? Recall(UInt128 key, long now) =>
        _verdicts.TryGetValue(key, out Verdict verdict) && now < verdict.Until ? verdict.IsGood : null;

    /// <summary>The check of these credentials under way, or a new one; null when too many are pending.</summary>
    /// <param name="key">See <see cref="KeyOf"/>.</param>
    /// <param name="rules">The route's.</param>
    /// <param name="credentials">User, colon, password.</param>
    /// <param name="now">Milliseconds of the process's clock.</param>
    public PasswordCheck? Begin(UInt128 key, BasicRules rules, ReadOnlySpan<byte> credentials, long now)
    {
        if (_pending.TryGetValue(key, out PasswordCheck? check))
        {
            return check;
        }

        if (Interlocked.Increment(ref _count) > MostPending)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }

        check = new PasswordCheck(key, rules, credentials.ToArray());
        PasswordCheck first = _pending.GetOrAdd(key, check);
        if (first != check)
        {
            // Another loop was faster. Only its check runs, so only that may be waited for.
            Interlocked.Decrement(ref _count);
            check.Forget();
            return first;
        }

        Queue(() => Run(check, now));
        return check;
    }

    private void Run(PasswordCheck check, long asked)
    {
        bool isGood = false;
        try
        {
            isGood = check.Run();
        }
        finally
        {
            if (Interlocked.Increment(ref _remembered) > MostRemembered)
            {
                _verdicts.Clear();
                Volatile.Write(ref _remembered, 1);
            }

            _verdicts[check.Key] = new Verdict(isGood, asked + (isGood ? GoodForMilliseconds : BadForMilliseconds));
            _pending.TryRemove(check.Key, out _);
            Interlocked.Decrement(ref _count);
            check.Complete();
        }
    }

    private void Queue(Action work)
    {
        if (run is not null)
        {
            run(work);
            return;
        }

        lock (_starting)
        {
            if (_queue is null)
            {
                _queue = [];
                for (int i = 0; i < Math.Max(1, Environment.ProcessorCount / 4); i++)
                {
                    new Thread(Drain) { IsBackground = true, Name = "password checks", Priority = ThreadPriority.BelowNormal }.Start();
                }
            }
        }

        // The length is bounded by the count above.
        _queue.Add(work);
    }

    private void Drain()
    {
        foreach (Action work in _queue!.GetConsumingEnumerable())
        {
            work();
        }
    }

    private readonly record struct Verdict(bool IsGood, long Until);
}
