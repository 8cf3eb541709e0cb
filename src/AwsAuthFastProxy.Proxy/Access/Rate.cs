using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>A <see cref="RateModel"/> in the terms of the generic cell rate algorithm (ITU-T I.371): a token's worth of time and how far ahead one may be.</summary>
internal sealed class Rate
{
    private Rate(RateModel model, int number)
    {
        Interval = 1_000_000 / model.PerSecond;
        Tolerance = Interval * model.Burst;
        Number = number;
    }

    /// <summary>Tells the buckets of one rule from those of another.</summary>
    public int Number { get; }

    /// <summary>Microseconds a token takes to come back.</summary>
    public long Interval { get; }

    /// <summary>Microseconds a full bucket is worth.</summary>
    public long Tolerance { get; }

    public static Rate? Of(RateModel? model, int number) => model is null ? null : new Rate(model, number);
}
