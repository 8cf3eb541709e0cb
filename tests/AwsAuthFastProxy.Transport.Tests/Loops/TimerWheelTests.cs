using AwsAuthFastProxy.Transport.Loops;

namespace AwsAuthFastProxy.Transport.Tests.Loops;

public class TimerWheelTests
{
    private const int Tick = 32;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomSequences_ExpireOnceNeverEarlyAndAtMostOneTickLate(int seed)
    {
        var model = new TimerModel(new Random(seed), count: 25);
        for (int step = 0; step < 2000; step++)
        {
            model.Step();
        }

        model.Settle();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(1_000_000)]
    public void EachMillisecond_ExpiresAtMostOneTickLate(long due)
    {
        var wheel = new TimerWheel();
        int expired = 0;
        new Deadline(wheel, () => expired++).Set(due);

        for (long now = 1; now < due; now++)
        {
            wheel.Advance(now);
            Assert.Equal(0, expired);
        }

        wheel.Advance(due + Tick);
        Assert.Equal(1, expired);
        wheel.Advance(due + (100 * 512 * Tick));
        Assert.Equal(1, expired);
    }

    [Fact]
    public void WaitingAsLongAsTold_ExpiresInTime()
    {
        var random = new Random(7);
        var wheel = new TimerWheel();
        long now = 0;
        for (int i = 0; i < 300; i++)
        {
            long due = now + random.Next(1, 60_000);
            long expiredAt = -1;
            long current = now;
            new Deadline(wheel, () => expiredAt = current).Set(due);
            while (expiredAt < 0)
            {
                int wait = wheel.MillisecondsToNext(current);
                Assert.InRange(wait, 0, 512 * Tick);
                current += Math.Max(wait, 1);
                wheel.Advance(current);
            }

            Assert.InRange(expiredAt, due, due + Tick);
            now = expiredAt;
        }

        Assert.Equal(-1, wheel.MillisecondsToNext(now));
    }

    [Fact]
    public void RemovalOfANeighbourDuringExpiry_KeepsTheOthers()
    {
        var wheel = new TimerWheel();
        var log = new List<string>();
        Deadline? second = null;
        Deadline? third = null;
        var first = new Deadline(wheel, () => { log.Add("first"); second!.Remove(); third!.Remove(); });
        second = new Deadline(wheel, () => { log.Add("second"); first.Remove(); third!.Remove(); });
        third = new Deadline(wheel, () => { log.Add("third"); first.Remove(); second.Remove(); });
        var fourth = new Deadline(wheel, () => log.Add("fourth"));
        first.Set(10);
        second.Set(10);
        third.Set(10);
        fourth.Set(11);

        wheel.Advance(64);

        Assert.Equal(2, log.Count);
        Assert.Contains("fourth", log);
        Assert.Equal(-1, wheel.MillisecondsToNext(64));
    }

    [Fact]
    public void SettingItselfInItsExpiry_ComesAgainOnceATick()
    {
        var wheel = new TimerWheel();
        int expired = 0;
        Deadline? deadline = null;
        deadline = new Deadline(wheel, () => { expired++; deadline!.Set(0); });
        deadline.Set(0);

        wheel.Advance(10 * Tick);

        Assert.Equal(10, expired);
    }

    [Fact]
    public void LaterDeadlineOfTheSameSlot_MovedDuringExpiry_IsNotLost()
    {
        var wheel = new TimerWheel();
        int expired = 0;
        var far = new Deadline(wheel, () => expired++);
        var near = new Deadline(wheel, () => far.Set(200));
        // The same slot, one round apart: both are visited together.
        far.Set(20 + (511 * Tick));
        near.Set(20);
        far.Set(20 + (1000 * Tick));

        wheel.Advance(64);
        wheel.Advance(224);

        Assert.Equal(1, expired);
    }

    [Fact]
    public void Cancel_LeavesNothingButAnEmptySlotBehind()
    {
        var wheel = new TimerWheel();
        var deadline = new Deadline(wheel, () => Assert.Fail("cancelled"));
        deadline.Set(50);
        deadline.Cancel();
        Assert.False(deadline.IsSet);

        wheel.Advance(96);

        Assert.Equal(-1, wheel.MillisecondsToNext(96));
    }
}
