using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Uploads by commands, beside the others to use both cores, with an <see cref="UploadSites"/> of their own.</summary>
[CollectionDefinition(Name)]
public sealed class CommandUploads : ICollectionFixture<UploadSites>
{
    public const string Name = "Uploads by commands";
}
