using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Tests that share one <see cref="UploadSites"/>.</summary>
[CollectionDefinition(Name)]
public sealed class UploadCollection : ICollectionFixture<UploadSites>
{
    public const string Name = "Uploads";
}
