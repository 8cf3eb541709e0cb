using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>What every part of one file is read with.</summary>
internal sealed class ReadingContext(string file, ConfigEnvironment environment, Diagnostics diagnostics)
{
    public Diagnostics Diagnostics { get; } = diagnostics;

    /// <summary>Directory that relative file names start from; empty for the current one.</summary>
    public string Directory { get; } = Path.GetDirectoryName(file) ?? "";

    public TextExpander Expander { get; } = new(Path.GetDirectoryName(file) ?? "", environment.Variable);

    public SourcePosition At(ConfigNode node) => new(node.File ?? file, node.Line);

    /// <summary>Where a key stands.</summary>
    public SourcePosition At(ConfigMember member) => new(member.Value.File ?? file, member.Line);
}
