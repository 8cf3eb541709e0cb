using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Tests.Loops;

/// <summary>A timer wheel beside a plain list of due times, driven at random.</summary>
internal sealed class TimerModel
{
    private const int Tick = 32;
    private const long Unset = long.MaxValue;

    private readonly Random _random;
    private readonly TimerWheel _wheel = new();
    private readonly Deadline[] _deadlines;
    private readonly long[] _due;
    private long _now;

    public TimerModel(Random random, int count)
    {
        _random = random;
        _due = [.. Enumerable.Repeat(Unset, count)];
        _deadlines = [.. Enumerable.Range(0, count).Select(i => new Deadline(_wheel, () => OnExpired(i)))];
    }

    public void Step()
    {
        int i = _random.Next(_deadlines.Length);
        switch (_random.Next(10))
        {
            case <= 4:
                Set(i);
                break;
            case 5:
                _deadlines[i].Cancel();
                _due[i] = Unset;
                break;
            case 6:
                _deadlines[i].Remove();
                _due[i] = Unset;
                break;
            default:
                Advance(_random.Next(20) switch
                {
                    0 => _random.Next(1_000_000),
                    < 5 => _random.Next(16_000, 17_000),
                    < 10 => _random.Next(33),
                    _ => _random.Next(1000),
                });
                break;
        }
    }

    public void Settle()
    {
        while (_due.Any(due => due != Unset))
        {
            long next = _due.Min();
            Advance(Math.Max(1, next + Tick - _now));
        }

        Advance(513 * Tick);
        Assert.Equal(-1, _wheel.MillisecondsToNext(_now));
    }

    private void Set(int i)
    {
        long due = _now + (_random.Next(8) switch
        {
            0 => -_random.Next(100),
            1 => _random.Next(200_000),
            2 => (512 * Tick) - _random.Next(64),
            _ => _random.Next(2000),
        });
        _deadlines[i].Set(due);
        Assert.Equal(due, _deadlines[i].Due);
        // What is set when its time has passed is due at once.
        _due[i] = Math.Max(due, _now);
    }

    private void Advance(long by)
    {
        int wait = _wheel.MillisecondsToNext(_now);
        long earliest = _due.Min();
        if (earliest != Unset)
        {
            // Never told to sleep past a deadline and the tick it may be late.
            Assert.InRange(wait, 0, earliest - _now + Tick);
        }

        _now += by;
        _wheel.Advance(_now);
        for (int i = 0; i < _due.Length; i++)
        {
            Assert.True(_due[i] > _now - Tick, $"deadline {i} due at {_due[i]} has not expired at {_now}");
            Assert.Equal(_due[i] != Unset, _deadlines[i].IsSet);
        }
    }

    private void OnExpired(int i)
    {
        Assert.NotEqual(Unset, _due[i]);
        Assert.True(_due[i] <= _now, $"deadline {i} due at {_due[i]} expired early at {_now}");
        Assert.False(_deadlines[i].IsSet);
        _due[i] = Unset;
        int other = _random.Next(_deadlines.Length);
        switch (_random.Next(6))
        {
            case 0:
                Set(other);
                break;
            case 1:
                _deadlines[other].Remove();
                _due[other] = Unset;
                break;
        }
    }
}
