using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Nginx.Tests.Cases;

/// <summary>An nginx configuration that both servers are started from, with its companions: the files in the folder of the same name.</summary>
/// <param name="Name">The file's name without its end.</param>
/// <param name="Texts">Files by relative path; the configuration itself is <see cref="MainFile"/>.</param>
internal sealed partial record DifferentialCase(string Name, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>What the configuration is called in a server's folder.</summary>
    public const string MainFile = "nginx.conf";

    /// <summary>Placeholders of ports that the servers listen on.</summary>
    private static readonly string[] s_listenNames = ["listen", "second", "tls"];

    /// <summary>Every case by its name.</summary>
    public static IReadOnlyDictionary<string, DifferentialCase> All { get; } = Directory
        .EnumerateFiles(Path.Combine(Repository.Cases, "nginx", "differential"), "*.conf")
        .Select(Load)
        .ToDictionary(static file => file.Name);

    /// <summary>All texts, one behind the other.</summary>
    public string WholeText => string.Join('\n', Texts.Values);

    /// <summary>Those placeholders of ports to listen on that the files name.</summary>
    public IEnumerable<string> ListenNames => s_listenNames.Where(name => WholeText.Contains($"@{name}@", StringComparison.Ordinal));

    /// <summary>Lines <c># WORD: TEXT</c>, by which a configuration tells what to ask of it.</summary>
    public IEnumerable<string> Hints(string word) =>
        Hint().Matches(WholeText).Where(match => match.Groups[1].Value == word).Select(static match => match.Groups[2].Value.TrimEnd());

    private static DifferentialCase Load(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        var texts = new Dictionary<string, string> { [MainFile] = File.ReadAllText(file) };
        string folder = Path.ChangeExtension(file, null);
        if (Directory.Exists(folder))
        {
            foreach (string other in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                texts[Path.GetRelativePath(folder, other)] = File.ReadAllText(other);
            }
        }

        return new DifferentialCase(name, texts);
    }

    [GeneratedRegex(@"^\s*# ([a-z]+): (.*)$", RegexOptions.Multiline)]
    private static partial Regex Hint();
}
