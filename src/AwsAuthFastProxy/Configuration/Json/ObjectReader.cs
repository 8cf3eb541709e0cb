using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;

namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>
/// Takes an object apart key by key. The keys asked for are the ones it knows; <see cref="Close"/> reports every other.
/// A value of the wrong type is an error and counts as given.
/// </summary>
internal sealed class ObjectReader(ConfigNode node, string place, ReadingContext context)
{
    private readonly List<string> _known = [];

    /// <summary>Directory that relative file names start from.</summary>
    public string Directory => context.Directory;

    public SourcePosition Position { get; } = context.At(node);

    public TextSetting? Text(string key) => Find(key) is { } value ? ReadText(value, Quote.Text(key)) : null;

    /// <summary>A text that may hold variables of its own, <c>$name</c> or <c>${name}</c>.</summary>
    public TextSetting? Template(string key) => Find(key) is { } value ? ReadText(value, Quote.Text(key), keepNames: true) : null;

    /// <summary>A text, or a number as its digits.</summary>
    public TextSetting? TextOrNumber(string key)
    {
        var value = Find(key);
        return value is { Kind: ConfigNodeKind.Number }
            ? new TextSetting(value.Text, value.Text, context.At(value), isLiteral: true)
            : value is null ? null : ReadText(value, Quote.Text(key), "a number, or a text in double quotes");
    }

    public FlagSetting? Flag(string key)
    {
        var value = Find(key);
        if (value is null or { Kind: ConfigNodeKind.True or ConfigNodeKind.False })
        {
            return value is null ? null : new FlagSetting(value.Kind == ConfigNodeKind.True, context.At(value));
        }

        WrongType(value, Quote.Text(key), "true or false");
        return null;
    }

    /// <summary>Whether the text <paramref name="word"/> stands where something else may stand.</summary>
    public bool Says(string key, string word) => Find(key) is { Kind: ConfigNodeKind.Text } value && value.Text == word;

    public ObjectReader? Object(string key, string name) => Find(key) is { } value ? AsObject(value, Quote.Text(key), name) : null;

    /// <summary>
    /// The objects of an object whose keys are names that the user chose; null when the key is absent.
    /// <paramref name="kind"/> goes before the name in messages.
    /// </summary>
    public IReadOnlyList<(string Name, ObjectReader Content)>? NamedObjects(string key, string kind)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        var list = new List<(string Name, ObjectReader Content)>();
        if (value.Kind != ConfigNodeKind.Object)
        {
            WrongType(value, Quote.Text(key), "an object of objects: { \"NAME\": { ... } }");
            return list;
        }

        foreach (var member in value.Members)
        {
            var name = $"{kind} {Quote.Text(member.Key)}";
            if (AsObject(member.Value, name, name) is { } content)
            {
                list.Add((member.Key, content));
            }
        }

        return list;
    }

    /// <summary>The texts of an object whose keys are names that the user chose; they may hold variables. Null when the key is absent.</summary>
    public IReadOnlyList<NamedSetting>? NamedTemplates(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        if (value.Kind != ConfigNodeKind.Object)
        {
            WrongType(value, Quote.Text(key), "an object of texts: { \"NAME\": \"...\" }");
            return [];
        }

        return [.. value.Members.Select(member =>
            new NamedSetting(member.Key, ReadText(member.Value, $"{Quote.Text(member.Key)} in {Quote.Text(key)}", keepNames: true)))];
    }

    /// <summary>The objects of a list; null when the key is absent.</summary>
    public IReadOnlyList<ObjectReader>? Objects(string key, string name) =>
        Each(key, "a list of objects: [ { ... } ]", (item, index) => AsObject(item, $"item {index} of {Quote.Text(key)}", name));

    /// <summary>The texts of a list; null when the key is absent.</summary>
    public IReadOnlyList<TextSetting>? Texts(string key) =>
        Each(key, "a list of texts: [ \"...\" ]", (item, index) => ReadText(item, $"item {index} of {Quote.Text(key)}"));

    /// <summary>The line of a key that was found.</summary>
    public SourcePosition PositionOf(string key) => context.At(node.Members.First(member => member.Key == key));

    private ObjectReader? AsObject(ConfigNode value, string what, string name)
    {
        if (value.Kind == ConfigNodeKind.Object)
        {
            return new ObjectReader(value, name, context);
        }

        WrongType(value, what, "an object: { ... }");
        return null;
    }

    /// <summary>Reports the keys nobody asked for.</summary>
    public void Close()
    {
        foreach (var member in node.Members)
        {
            if (!_known.Contains(member.Key))
            {
                context.Diagnostics.Error(
                    context.At(member),
                    $"unknown key {Quote.Text(member.Key)} in {place}{NearestName.Suggest(member.Key, _known, "known here")}");
            }
        }
    }

    private List<T>? Each<T>(string key, string expected, Func<ConfigNode, int, T?> read)
        where T : class
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        var list = new List<T>();
        if (value.Kind != ConfigNodeKind.List)
        {
            WrongType(value, Quote.Text(key), expected);
            return list;
        }

        if (value.Items.Count == 0)
        {
            context.Diagnostics.Error(context.At(value), $"{Quote.Text(key)} is empty");
        }

        for (var index = 0; index < value.Items.Count; index++)
        {
            if (read(value.Items[index], index + 1) is { } item)
            {
                list.Add(item);
            }
        }

        return list;
    }

    private ConfigNode? Find(string key)
    {
        if (!_known.Contains(key))
        {
            _known.Add(key);
        }

        foreach (var member in node.Members)
        {
            if (member.Key == key)
            {
                return member.Value;
            }
        }

        return null;
    }

    private TextSetting ReadText(ConfigNode value, string what, string expected = "a text in double quotes", bool keepNames = false)
    {
        var position = context.At(value);
        if (value.Kind != ConfigNodeKind.Text)
        {
            WrongType(value, what, expected);
            return TextSetting.Faulty(position);
        }

        List<Range>? outside = keepNames ? [] : null;
        TextSetting setting;
        if (!TextExpander.HasReference(value.Text))
        {
            setting = new TextSetting(value.Text, value.Text, position, isLiteral: true);
        }
        else if (context.Expander.TryExpand(value.Text, out var expanded, out var reason, keepNames, outside))
        {
            setting = new TextSetting(expanded, value.Text, position, isLiteral: outside is { Count: 0 }) { Outside = outside ?? [] };
        }
        else
        {
            context.Diagnostics.Error(position, $"{what}: {reason}");
            return TextSetting.Faulty(position);
        }

        if (setting.Value.Contains('\0', StringComparison.Ordinal))
        {
            // No file, name or field can hold one.
            context.Diagnostics.Error(position, $"{what} holds a NUL character");
            return TextSetting.Faulty(position);
        }

        return setting;
    }

    private void WrongType(ConfigNode value, string what, string expected) =>
        context.Diagnostics.Error(context.At(value), $"{what} is {value.Describe()}, but must be {expected}");
}
