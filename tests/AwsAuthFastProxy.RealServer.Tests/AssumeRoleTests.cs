using System.Net;
using System.Text.Json;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>The proxy takes on a role at Ceph's STS and reads with its temporary keys; the role may read one bucket only.</summary>
[Collection(CephCollection.Name)]
public sealed class AssumeRoleTests(CephSite site)
{
    private const string Role = "proxytest-reader";

    [SkippableFact]
    public async Task Role_IsAssumedAndItsKeysAreTaken()
    {
        S3Server server = site.Server;
        MakeRole(server);
        string folder = site.NewFolder();
        using var proxy = new ProxyProcess(folder, Config(server));
        using var client = new HttpClient();

        byte[] heard = await client.GetByteArrayAsync(new Uri($"http://127.0.0.1:{proxy.Port}/{CephSite.Listed}/readme.txt"));
        Assert.Equal("listed"u8.ToArray(), heard);
        Assert.Contains(" from assumeRole, until ", proxy.Log, StringComparison.Ordinal);
        Assert.DoesNotContain($"{server.AccessKey} from assumeRole", proxy.Log, StringComparison.Ordinal);

        // What the role may not, its keys may not: it is not the user's own keys that sign.
        using HttpResponseMessage refused = await client.GetAsync(new Uri($"http://127.0.0.1:{proxy.Port}/{CephSite.OddKeys}/folder%2Bname/file%2Bname.txt"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.DoesNotContain(server.SecretKey, proxy.Log, StringComparison.Ordinal);
        Assert.Equal(0, proxy.Stop());
    }

    private void MakeRole(S3Server server)
    {
        string trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam:::user/proxytest"]},"Action":["sts:AssumeRole"]}]}""";
        string policy = $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],
            "Resource":["arn:aws:s3:::{{CephSite.Listed}}","arn:aws:s3:::{{CephSite.Listed}}/*"]}]}
            """;

        // May be there from an earlier run.
        Iam(server, "create-role", "--role-name", Role, "--assume-role-policy-document", trust);
        Iam(server, "put-role-policy", "--role-name", Role, "--policy-name", "read", "--policy-document", policy).RequireSuccess();
    }

    private Command Iam(S3Server server, params IEnumerable<string> arguments)
    {
        var home = new ClientHome(site.NewFolder())
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = server.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = server.SecretKey,
                ["AWS_DEFAULT_REGION"] = "us-east-1",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["AWS_PAGER"] = "",
            },
        };
        return home.Run("/usr/bin/aws", ["--endpoint-url", server.Url.ToString(), "--output", "json", "iam", .. arguments]);
    }

    private static string Config(S3Server server) => JsonSerializer.Serialize(new
    {
        listen = new[] { new { address = "127.0.0.1:0" } },
        credentials = new Dictionary<string, object>
        {
            ["main"] = new { accessKey = server.AccessKey, secretKey = server.SecretKey },
            ["reader"] = new { provider = "assumeRole", roleArn = $"arn:aws:iam:::role/{Role}", source = "main", stsEndpoint = server.Url.ToString().TrimEnd('/') },
        },
        upstreams = new { ceph = new { endpoint = server.Url.ToString().TrimEnd('/'), bucket = "{path}", style = "path", credentials = "reader" } },
        routes = new[] { new { path = "/", upstream = "ceph" } },
    });
}
