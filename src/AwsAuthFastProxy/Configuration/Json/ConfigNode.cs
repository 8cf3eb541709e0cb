namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>A JSON value, or what another notation says in its place, that knows its line, counted from 1.</summary>
internal sealed class ConfigNode(ConfigNodeKind kind, int line, string text = "", string? file = null)
{
    public ConfigNodeKind Kind { get; } = kind;

    public int Line { get; } = line;

    /// <summary>The file it stands in; null for the configuration's own.</summary>
    public string? File { get; } = file;

    /// <summary>The text, or the digits of a number.</summary>
    public string Text { get; } = text;

    /// <summary>Of an object, in the order of the file; keys are unique.</summary>
    public List<ConfigMember> Members { get; } = [];

    /// <summary>Of a list.</summary>
    public List<ConfigNode> Items { get; } = [];

    /// <summary>The kind as messages name it.</summary>
    public string Describe() => Kind switch
    {
        ConfigNodeKind.Null => "null",
        ConfigNodeKind.True => "true",
        ConfigNodeKind.False => "false",
        ConfigNodeKind.Number => "a number",
        ConfigNodeKind.Text => "a text",
        ConfigNodeKind.List => "a list",
        _ => "an object",
    };
}
