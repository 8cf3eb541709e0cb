namespace AwsAuthFastProxy.Transport.Tests.Engines;

public sealed class ManagedLoopTests() : LoopContractTests("managed");
