using System.Text.RegularExpressions;
using AwsAuthFastProxy.Nginx.Tests.Cases;

namespace AwsAuthFastProxy.Nginx.Tests.Requests;

/// <summary>What a configuration itself suggests to ask: its names, its locations, and what its hints say.</summary>
internal sealed partial class ConfSeeds
{
    public ConfSeeds(DifferentialCase files)
    {
        string text = files.WholeText;
        Ports = [.. files.ListenNames];
        Hosts = [.. ServerName().Matches(text).SelectMany(static match => match.Groups[1].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Select(static name => name.Trim('"', '\'')).SelectMany(Spell), .. files.Hints("host"), "localhost", "other.example"];
        Paths = [.. Location().Matches(text).Select(static match => match.Groups[1].Value.Trim('"', '\'')), .. files.Hints("try"), .. files.Hints("try"), "/"];
        Fields = [.. files.Hints("field").Select(ParseField)];
        From = ["127.0.0.1", "127.0.0.1", .. files.Hints("from")];
        MostBytes = files.Hints("bytes").Select(static bytes => int.Parse(bytes, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(3_000).Max();
    }

    /// <summary>Ports to connect to.</summary>
    public IReadOnlyList<string> Ports { get; }

    /// <summary>Values of Host that mean something there.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>Paths that mean something there; more than once what hints name.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Fields that mean something there.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; }

    /// <summary>Addresses to come from.</summary>
    public IReadOnlyList<string> From { get; }

    /// <summary>The largest body to send.</summary>
    public int MostBytes { get; }

    private static IEnumerable<string> Spell(string name) => name switch
    {
        ['*', '.', ..] => ["a" + name[1..], "a.b" + name[1..], name[2..]],
        ['.', ..] => ["a" + name, name[1..]],
        [.., '.', '*'] => [name[..^1] + "org", name[..^1] + "co.test"],
        _ => [name],
    };

    private static (string, string) ParseField(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return (text[..colon], text[(colon + 1)..].Trim());
    }

    [GeneratedRegex(@"^\s*server_name\s+([^;]+);", RegexOptions.Multiline)]
    private static partial Regex ServerName();

    /// <summary>Locations that are a path; what suits a regular expression is said by hints.</summary>
    [GeneratedRegex("""\blocation\s+(?:=\s*|\^~\s*)?(/[^\s{]*|"/[^"]*"|'/[^']*')\s*\{""")]
    private static partial Regex Location();
}
