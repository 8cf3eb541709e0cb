using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Uploads by libraries, beside the others to use both cores, with an <see cref="UploadSites"/> of their own.</summary>
[CollectionDefinition(Name)]
public sealed class LibraryUploads : ICollectionFixture<UploadSites>
{
    public const string Name = "Uploads by libraries";
}
