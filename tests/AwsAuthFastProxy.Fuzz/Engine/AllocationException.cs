namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>A call that should allocate nothing did.</summary>
public sealed class AllocationException(long bytes) : Exception($"{bytes} bytes allocated");
