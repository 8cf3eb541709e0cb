using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx;
using AwsAuthFastProxy.Fuzz.Engine;

namespace AwsAuthFastProxy.Fuzz.Configuration;

/// <summary>Files in nginx's syntax: any bytes are a tree that JSON can hold, or errors with their lines; nothing is thrown.</summary>
internal sealed class NginxTarget : FuzzTarget
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "cases", "nginx");
    private static readonly DateOnly s_today = new(2026, 11, 22);

    // Included files are looked for beside the file.
    private readonly string _file = Path.Combine(s_folder, "valid", "mutant.conf");

    public override string Name => "nginx";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Directory.GetFiles(s_folder, "*.conf", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(static seed => seed.Length < 16 * 1024),
        .. Corpus.Found("nginx"),
    ];

    public override IReadOnlyList<byte[]> Words => FuzzWords.Nginx;

    public override long MostAllocated => 256 << 20;

    public override void Check(byte[] input)
    {
        var diagnostics = new Diagnostics();
        (ConfigNode? root, _) = NginxConfigReader.Read(_file, input, s_today, diagnostics);
        Assert.True(root is null == diagnostics.HasErrors, "neither a configuration nor errors, or both");
        int lines = input.Count(static octet => octet == '\n') + 1;
        foreach (Diagnostic diagnostic in diagnostics.Errors().Concat(diagnostics.Changes()).Concat(diagnostics.Notes()))
        {
            Assert.False(string.IsNullOrWhiteSpace(diagnostic.Message));
            if (diagnostic.Position.File == _file)
            {
                Assert.InRange(diagnostic.Position.Line, 1, lines);
            }
        }

        if (root is not null)
        {
            WrittenIsRead(root);
        }
    }

    private static void WrittenIsRead(ConfigNode root)
    {
        byte[] json = JsonTreeWriter.Write(root);
        var diagnostics = new Diagnostics();
        ConfigNode? read = JsonTreeReader.Read("proxy.json", json, diagnostics);
        Assert.Empty(diagnostics.Errors());
        Assert.Equal(json, JsonTreeWriter.Write(read!));
    }
}
