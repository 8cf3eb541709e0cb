using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Tests that share one <see cref="CephSite"/>. They run alone: one of them restarts the server.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CephCollection : ICollectionFixture<CephSite>
{
    public const string Name = "Ceph";
}
