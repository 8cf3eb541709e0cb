using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>The servers that uploads go to; nothing of one exists where it does not run.</summary>
public sealed class UploadSites : IAsyncLifetime, IDisposable
{
    private static readonly string[] s_names = ["ceph", "swift"];
    private readonly Dictionary<string, UploadServer> _servers = [];

    /// <summary>Files of this run.</summary>
    internal DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("aws-auth-fast-proxy-");

    public async Task InitializeAsync()
    {
        foreach (string name in s_names)
        {
            if (S3Server.Find(name) is { } server)
            {
                var uploads = new UploadServer(server, Folder.CreateSubdirectory(name).FullName);
                _servers.Add(name, uploads);
                await uploads.MakeBucketsAsync();
            }
        }
    }

    public Task DisposeAsync()
    {
        foreach (UploadServer server in _servers.Values)
        {
            server.Stop();
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (UploadServer server in _servers.Values)
        {
            server.Dispose();
        }

        Folder.Delete(recursive: true);
    }

    /// <summary>A server, or the calling test is skipped.</summary>
    internal UploadServer Server(UploadWay way)
    {
        UploadServer? server = _servers.GetValueOrDefault(way.Server);
        S3Server.Require(server?.Server, way.Server);
        return server!;
    }

    /// <summary>A folder of its own for a test's files.</summary>
    internal string NewFolder() => Folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
}
