using System.Numerics;

namespace AwsAuthFastProxy.Transport.Loops;

/// <summary>
/// Hashed timer wheel: 512 slots of 32 ms, so 16 s a round; what is due later is placed again when its slot comes.
/// Deadlines expire at most one tick late, never early.
/// </summary>
public sealed class TimerWheel
{
    private const int SlotCount = 512;
    private const int TickShift = 5;

    private readonly Deadline?[] _slots = new Deadline?[SlotCount];
    private readonly ulong[] _occupied = new ulong[SlotCount / 64];
    private readonly List<Deadline> _later = [];
    private long _tick;
    private int _count;

    /// <summary>Milliseconds from <paramref name="now"/> until the next slot in use is due; -1 when there is none.</summary>
    public int MillisecondsToNext(long now)
    {
        if (_count == 0)
        {
            return -1;
        }

        for (int distance = 1; distance <= SlotCount; distance++)
        {
            int slot = (int)((_tick + distance) & (SlotCount - 1));
            ulong word = _occupied[slot >> 6] >> (slot & 63);
            if (word == 0)
            {
                distance += 63 - (slot & 63);
                continue;
            }

            distance += BitOperations.TrailingZeroCount(word);
            return (int)Math.Max(0, ((_tick + distance) << TickShift) - now);
        }

        return SlotCount << TickShift;
    }

    /// <summary>Expires all that is due at <paramref name="now"/>.</summary>
    public void Advance(long now)
    {
        long target = now >> TickShift;
        if (target - _tick > SlotCount)
        {
            // A clock that leapt: one round visits every slot.
            _tick = target - SlotCount;
        }

        while (_tick < target)
        {
            _tick++;
            int slot = (int)(_tick & (SlotCount - 1));
            if (_slots[slot] is not null)
            {
                Visit(slot, now);
            }
        }
    }

    internal void Place(Deadline deadline)
    {
        Unlink(deadline);
        // One tick above the due time: never early. At most a round ahead; later ones are placed again.
        long tick = Math.Clamp((deadline.Due >> TickShift) + 1, _tick + 1, _tick + SlotCount - 1);
        int slot = (int)(tick & (SlotCount - 1));
        deadline.Slot = slot;
        deadline.SlotTime = tick << TickShift;
        deadline.Previous = null;
        deadline.Next = _slots[slot];
        if (deadline.Next is not null)
        {
            deadline.Next.Previous = deadline;
        }

        _slots[slot] = deadline;
        _occupied[slot >> 6] |= 1UL << (slot & 63);
        _count++;
    }

    internal void Unlink(Deadline deadline)
    {
        if (deadline.Slot < 0)
        {
            return;
        }

        if (deadline.Previous is null)
        {
            _slots[deadline.Slot] = deadline.Next;
            if (deadline.Next is null)
            {
                _occupied[deadline.Slot >> 6] &= ~(1UL << (deadline.Slot & 63));
            }
        }
        else
        {
            deadline.Previous.Next = deadline.Next;
        }

        if (deadline.Next is not null)
        {
            deadline.Next.Previous = deadline.Previous;
        }

        deadline.Previous = deadline.Next = null;
        deadline.Slot = -1;
        _count--;
    }

    private void Visit(int slot, long now)
    {
        // Taken off one by one: an expiry may set, cancel or remove any other deadline, also in this slot.
        while (_slots[slot] is { } deadline)
        {
            Unlink(deadline);
            if (deadline.Due <= now)
            {
                deadline.Expire();
            }
            else if (deadline.IsSet)
            {
                _later.Add(deadline);
            }
        }

        foreach (Deadline deadline in _later)
        {
            if (deadline.IsSet && deadline.Slot < 0)
            {
                Place(deadline);
            }
        }

        _later.Clear();
    }
}
