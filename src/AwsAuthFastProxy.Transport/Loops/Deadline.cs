namespace AwsAuthFastProxy.Transport.Loops;

/// <summary>
/// A timer of one owner, linked into its loop's <see cref="TimerWheel"/>. Moving it later or cancelling it is a store:
/// the wheel looks at <see cref="Due"/> only when the slot it lies in comes round, so a deadline set at each request costs nothing.
/// </summary>
/// <param name="wheel">The loop's wheel.</param>
/// <param name="expired">Called on the loop when the deadline passes.</param>
public sealed class Deadline(TimerWheel wheel, Action expired)
{
    internal const long Never = long.MaxValue;

    internal Deadline? Previous;
    internal Deadline? Next;
    internal int Slot = -1;
    internal long SlotTime;

    /// <summary>When it expires, in the loop's milliseconds; <see cref="long.MaxValue"/> when not set.</summary>
    public long Due { get; private set; } = Never;

    /// <summary>True while it is set.</summary>
    public bool IsSet => Due != Never;

    /// <summary>Sets or moves it.</summary>
    public void Set(long due)
    {
        Due = due;
        if (Slot < 0 || due < SlotTime)
        {
            wheel.Place(this);
        }
    }

    /// <summary>Unsets it.</summary>
    public void Cancel() => Due = Never;

    /// <summary>Unsets it and takes it out of the wheel, so that the wheel holds its owner no longer.</summary>
    public void Remove()
    {
        Due = Never;
        wheel.Unlink(this);
    }

    internal void Expire()
    {
        Due = Never;
        expired();
    }
}
