namespace AwsAuthFastProxy.Transport.Tests.Engines;

/// <summary>Tests of what the whole process shares: nothing runs beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
