namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>A value of <see cref="ShardCounters"/> as a metric: the sum over all loops.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="Name">Name of the instrument, by the conventions of OpenTelemetry.</param>
/// <param name="Rises">Whether it only ever rises; else it is a present number.</param>
/// <param name="Help">What it counts.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Unit">Unit by UCUM: <c>By</c>, <c>s</c>; empty for a mere number.</param>
public sealed record CounterMetric(string Property, string Name, bool Rises, string Help, Func<ShardCounters, long> Read, string Unit = "");
