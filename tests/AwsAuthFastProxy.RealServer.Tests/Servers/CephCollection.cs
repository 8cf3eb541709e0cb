using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Tests that share one <see cref="CephSite"/>.</summary>
[CollectionDefinition(Name)]
public sealed class CephCollection : ICollectionFixture<CephSite>
{
    public const string Name = "Ceph";
}
