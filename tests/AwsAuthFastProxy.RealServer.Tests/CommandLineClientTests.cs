using System.Text.Json;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Keys;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>AWS's command line with the proxy as its endpoint, and keys that no server knows.</summary>
[Collection(CephCollection.Name)]
public sealed class CommandLineClientTests(CephSite site)
{
    public static TheoryData<string> Endpoints => [.. CephRoutes.Endpoints];

    [SkippableTheory]
    [MemberData(nameof(Endpoints))]
    public void ListObjectsV2_Pages_AreAllKeys(string host)
    {
        Command aws = Aws(host, "s3api", "list-objects-v2", "--bucket", CephSite.Listed, "--page-size", "10");
        using JsonDocument answer = JsonDocument.Parse(aws.Text);
        Assert.Equal(CephSite.ListedKeys, answer.RootElement.GetProperty("Contents").EnumerateArray().Select(o => o.GetProperty("Key").GetString()));
    }

    [SkippableTheory]
    [MemberData(nameof(Endpoints))]
    public void Copy_Down_IsTheObjectByteForByte(string host)
    {
        OddKey key = OddKey.All.Single(k => k.Key == "folder+name/file+name.txt");
        string file = Path.Combine(site.NewFolder(), "down");
        Aws(host, "s3", "cp", "--no-progress", $"s3://{CephSite.OddKeys}/{key.Key}", file);
        Assert.Equal(key.Content, File.ReadAllBytes(file));
    }

    [SkippableTheory]
    [MemberData(nameof(Endpoints))]
    public void Copy_MissingKey_IsTheServersError(string host)
    {
        Command aws = Run(host, "s3", "cp", $"s3://{CephSite.OddKeys}/not there", "-");
        Assert.NotEqual(0, aws.Status);
        Assert.Contains("(404)", aws.Error, StringComparison.Ordinal);
    }

    private Command Aws(string host, params IEnumerable<string> arguments) => Run(host, arguments).RequireSuccess();

    private Command Run(string host, params IEnumerable<string> arguments)
    {
        var endpoint = new ClientEndpoint($"http://{host}:{site.Proxy.Port}", CephSite.OddKeys, VirtualHost: false, site.Proxy.Port, "");
        return new AwsCommandLine(new ClientHome(site.NewFolder()), endpoint).TryRun(arguments);
    }
}
