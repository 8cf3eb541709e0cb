using System.Globalization;
using AwsAuthFastProxy.Configuration.Json;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Makes nodes of the JSON form that know where in the nginx file they come from.</summary>
internal static class Nodes
{
    public static ConfigNode Object(SourcePosition at) => new(ConfigNodeKind.Object, at.Line, file: at.File);

    public static ConfigNode Text(SourcePosition at, string text) => new(ConfigNodeKind.Text, at.Line, text, at.File);

    public static ConfigNode Number(SourcePosition at, long number) =>
        new(ConfigNodeKind.Number, at.Line, number.ToString(CultureInfo.InvariantCulture), at.File);

    public static ConfigNode Flag(SourcePosition at, bool value) => new(value ? ConfigNodeKind.True : ConfigNodeKind.False, at.Line, file: at.File);

    public static ConfigNode List(SourcePosition at, IEnumerable<ConfigNode> items)
    {
        var list = new ConfigNode(ConfigNodeKind.List, at.Line, file: at.File);
        list.Items.AddRange(items);
        return list;
    }

    /// <summary>A list of texts that all come from one line.</summary>
    public static ConfigNode Texts(SourcePosition at, IEnumerable<string> texts) => List(at, texts.Select(text => Text(at, text)));

    /// <summary>Puts a key in; a null value is left out.</summary>
    public static ConfigNode With(this ConfigNode node, string key, ConfigNode? value)
    {
        if (value is not null)
        {
            node.Members.Add(new ConfigMember(key, value.Line, value));
        }

        return node;
    }

    /// <summary>The node, or null when it holds nothing.</summary>
    public static ConfigNode? UnlessEmpty(this ConfigNode node) => node.Members.Count + node.Items.Count == 0 ? null : node;

    /// <summary>Where a node stands.</summary>
    public static SourcePosition Position(this ConfigNode node) => new(node.File ?? "", node.Line);

    /// <summary>Whether two nodes say the same, wherever they stand.</summary>
    public static bool Same(ConfigNode? left, ConfigNode? right)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        return left.Kind == right.Kind
            && left.Text == right.Text
            && left.Items.Count == right.Items.Count
            && left.Members.Count == right.Members.Count
            && left.Items.Zip(right.Items).All(static pair => Same(pair.First, pair.Second))
            && left.Members.Zip(right.Members).All(static pair => pair.First.Key == pair.Second.Key && Same(pair.First.Value, pair.Second.Value));
    }

    /// <summary>Every text in a tree.</summary>
    public static IEnumerable<ConfigNode> TextsIn(ConfigNode node) =>
        node.Kind == ConfigNodeKind.Text
            ? [node]
            : node.Items.Concat(node.Members.Select(static member => member.Value)).SelectMany(TextsIn);
}
