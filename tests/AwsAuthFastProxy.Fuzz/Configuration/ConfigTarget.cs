using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Fuzz.Configuration;

/// <summary>Configuration files: any bytes are a configuration, or errors with their lines; nothing is thrown and no secret told.</summary>
internal sealed class ConfigTarget : FuzzTarget
{
    private const string Secret = "wJalrXUtnFEMIsecret";

    // Relative files are looked for beside the file, so the cases lie beside the valid ones.
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "cases", "config", "valid");

    private readonly string _file = Path.Combine(s_folder, $"{Guid.NewGuid():N}.mutant");
    private readonly ConfigEnvironment _environment = new(static _ => Secret, new ManualClock(ProxyRig.Noon));

    public override string Name => "config";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[] { "valid", "invalid" }.SelectMany(static kind => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases", "config", kind), "*.json"))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        .. Corpus.Found("config"),
    ];

    public override IReadOnlyList<byte[]> Words => FuzzWords.Json;

    public override long MostAllocated => 256 << 20;

    public override void Check(byte[] input)
    {
        File.WriteAllBytes(_file, input);
        ConfigResult result = ConfigLoader.Load(_file, _environment);
        Assert.True(result.Model is null == result.Errors.Count > 0, "neither a configuration nor errors, or both");
        int lines = input.Count(static octet => octet is (byte)'\n' or (byte)'\r') + 1;
        foreach (Diagnostic diagnostic in result.Errors.Concat(result.Warnings))
        {
            Assert.False(string.IsNullOrWhiteSpace(diagnostic.Message));
            Assert.DoesNotContain(Secret, diagnostic.Message, StringComparison.Ordinal);
            if (diagnostic.Position.File == _file)
            {
                Assert.InRange(diagnostic.Position.Line, 1, lines);
            }
        }
    }

    public override void Dispose()
    {
        File.Delete(_file);
        base.Dispose();
    }
}
