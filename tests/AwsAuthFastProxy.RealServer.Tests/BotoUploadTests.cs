using System.Text.Json;
using AwsAuthFastProxy.RealServer.Tests.Clients;
using AwsAuthFastProxy.RealServer.Tests.Servers;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests;

/// <summary>
/// boto3 in two versions: Debian's, which computes checksums where it is asked to, and a newer one, which computes them always and, over HTTPS,
/// sends them behind the body in aws-chunked framing.
/// </summary>
[Collection(LibraryUploads.Name)]
public sealed class BotoUploadTests(UploadSites sites)
{
    private static readonly string[] s_newOverHttps = ["new https wrong", "new https none"];
    private static readonly string[] s_others = ["old https none", "new http none", "old http wrong"];

    /// <summary>Each payload mode sees the newer one over HTTPS, and one of the others.</summary>
    public static TheoryData<string, string> Ways
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach ((int i, UploadWay way) in UploadWay.Some.Index())
            {
                string[] variants = i % 2 == 0 ? s_newOverHttps : s_others;
                cases.Add(way.ToString(), variants[i / 2 % variants.Length]);
            }

            return cases;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task EveryStep_IsAsWithoutTheProxy(string text, string variant)
    {
        var way = UploadWay.Parse(text);
        UploadServer server = sites.Server(way);
        string[] words = variant.Split(' ');
        bool isNew = words[0] == "new";
        ClientEndpoint endpoint = server.Proxy(way.Payload).Endpoint(way, words[1]);
        var home = new ClientHome(sites.NewFolder());
        if (isNew)
        {
            string folder = Path.Combine(Repository.Servers, ".run", "boto3-trixie");
            Command.Run(Path.Combine(Repository.Servers, "deb-overlay.sh"), [folder, "trixie", "python3-boto3", "python3-botocore", "python3-s3transfer"])
                .RequireSuccess();
            home.Environment["PYTHONPATH"] = Path.Combine(folder, "usr/lib/python3/dist-packages");
        }

        var files = new Dictionary<string, byte[]>
        {
            ["small"] = home.Generate("small", 200_003),
            ["large"] = home.Generate("large", (6 * 1024 * 1024) + 1),
            ["empty"] = [],
        };
        string prefix = way.Prefix("boto3 " + variant);
        await File.WriteAllTextAsync(home.PathOf("spec"), JsonSerializer.Serialize(new
        {
            endpoint = endpoint.Url,
            @virtual = endpoint.VirtualHost,
            authority = endpoint.Authority,
            anonymous = words[2] == "none",
            bucket = endpoint.Bucket,
            prefix,
            folder = home.Folder,
            copies = endpoint.Bucket == UploadServer.Bucket,
        }));

        Command python = home.Run("/usr/bin/python3", Path.Combine(Repository.Root, "tests", "AwsAuthFastProxy.RealServer.Tests", "Clients", "boto3_uploads.py"), "spec")
            .RequireSuccess();

        var told = BotoSteps.Parse(python.Text);
        string failed = string.Join('\n', told.Steps.Where(s => s.Error is not null).Select(s => $"{s.Name}: {s.Error}"));
        Assert.True(failed.Length == 0, $"{told.Version}\n{failed}");
        Assert.Equal(isNew, told.Steps.Any(s => s.Name == "when_required"));
        foreach (BotoSteps.Step step in told.Steps)
        {
            StoredObject? stored = await server.FindAsync(prefix + step.Name);
            Assert.Equal((step.Name, step.File is not null), (step.Name, stored is not null));
            if (stored is not null)
            {
                stored.RequireContent(files[step.File!], step.ContentEncoding);
                Assert.Equal("text/x-test; charset=utf-8", stored.ContentType);
                Assert.Equal("blue + green", stored.Metadata["colour"]);
            }
        }

        Assert.Empty(await server.UnfinishedAsync(prefix));
    }
}
