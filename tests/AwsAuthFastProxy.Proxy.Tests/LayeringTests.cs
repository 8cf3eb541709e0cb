using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Proxy.Tests;

/// <summary>The rooms and their order: what is below does not know what is above.</summary>
public partial class LayeringTests
{
    // From top to bottom; folders on one line do not know each other.
    private static readonly string[][] s_folders =
    [
        ["Hosting", "Diagnosis"],
        ["Sessions"],
        ["Forwarding"],
        ["Payload"],
        ["Upstreams", "Signing", "Healing"],
        ["Routing"],
        ["Rewriting"],
        ["Access", "AccessLogs"],
        ["Answers", "Telemetry"],
        ["Model"],
        ["Variables"],
        ["Credentials"],
    ];

    [Theory]
    [InlineData(typeof(Http.HeadParser))]
    [InlineData(typeof(SigV4.RequestSigner))]
    [InlineData(typeof(Transport.Loops.Loop))]
    public void LowerRooms_KnowNoOtherRoom(Type type)
    {
        IEnumerable<string?> references = type.Assembly.GetReferencedAssemblies().Select(static name => name.Name);

        Assert.DoesNotContain(references, static name => name!.StartsWith("AwsAuthFastProxy", StringComparison.Ordinal));
    }

    [Fact]
    public void Proxy_KnowsTheLowerRoomsOnly()
    {
        IEnumerable<string?> references = Assembly.Load("AwsAuthFastProxy.Proxy").GetReferencedAssemblies().Select(static name => name.Name);

        Assert.Equal(
            ["AwsAuthFastProxy.Http", "AwsAuthFastProxy.SigV4", "AwsAuthFastProxy.Transport"],
            references.Where(static name => name!.StartsWith("AwsAuthFastProxy", StringComparison.Ordinal)).Order());
        Assert.DoesNotContain(references, static name => name!.StartsWith("AWSSDK", StringComparison.Ordinal));
    }

    [Fact]
    public void FoldersOfProxy_KnowOnlyThoseBelow()
    {
        string root = Root();
        Assert.Equal(s_folders.SelectMany(static line => line).Order(), Directory.GetDirectories(root).Select(Path.GetFileName).Where(IsSource).Order());
        var wrong = new List<string>();
        foreach (string file in Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0];
            if (!IsSource(folder))
            {
                continue;
            }

            foreach (Match match in Mention().Matches(File.ReadAllText(file)))
            {
                string other = match.Groups[1].Value;
                if (other != folder && Level(other) <= Level(folder))
                {
                    wrong.Add($"{Path.GetRelativePath(root, file)} knows {other}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static int Level(string folder) => Array.FindIndex(s_folders, line => line.Contains(folder));

    private static bool IsSource(string? folder) => folder is not ("bin" or "obj");

    // Not by the path the compiler saw, which a deterministic build replaces.
    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AwsAuthFastProxy.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "src", "AwsAuthFastProxy.Proxy");
    }

    [GeneratedRegex(@"\bAwsAuthFastProxy\.Proxy\.(\w+)(?<!\bnamespace AwsAuthFastProxy\.Proxy\.\w+)")]
    private static partial Regex Mention();
}
