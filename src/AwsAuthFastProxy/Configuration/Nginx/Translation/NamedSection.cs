using System.Globalization;
using AwsAuthFastProxy.Configuration.Json;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Sections whose entries have names, made up here: what says the same has one entry.</summary>
internal sealed class NamedSection
{
    private readonly List<(string Name, ConfigNode Content)> _entries = [];

    /// <summary>The name of an entry that says this; the wanted one, or with a number behind it where that says something else.</summary>
    public string NameOf(string wanted, ConfigNode content)
    {
        foreach (var (name, known) in _entries)
        {
            if (Nodes.Same(known, content))
            {
                return name;
            }
        }

        var clean = new string([.. wanted.Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')]).Trim('-');
        clean = clean.Length > 90 ? clean[..90] : clean.Length == 0 ? "unnamed" : clean;
        var free = clean;
        for (var number = 2; _entries.Exists(entry => entry.Name == free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{clean}-{number}");
        }

        _entries.Add((free, content));
        return free;
    }

    /// <summary>The section; null when it has no entry.</summary>
    public ConfigNode? ToNode()
    {
        if (_entries.Count == 0)
        {
            return null;
        }

        var section = Nodes.Object(_entries[0].Content.Position());
        foreach (var (name, content) in _entries)
        {
            section.With(name, content);
        }

        return section;
    }
}
