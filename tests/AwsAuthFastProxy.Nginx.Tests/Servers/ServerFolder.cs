using System.Globalization;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Nginx.Tests.Cases;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>
/// A case's files as one server gets them: placeholders <c>@name@</c> replaced by this server's own ports and folder, and by the upstreams' ports,
/// which both servers share.
/// </summary>
internal sealed partial class ServerFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("differential-");
    private readonly Dictionary<string, string> _values;

    /// <param name="files">The case.</param>
    /// <param name="upstreams">Ports of the upstreams by placeholder.</param>
    /// <param name="alter">What is done to the main file's text for one server alone.</param>
    public ServerFolder(DifferentialCase files, IReadOnlyDictionary<string, int> upstreams, Func<string, string, string>? alter = null)
    {
        Ports = files.ListenNames.ToDictionary(static name => name, static _ => FreePort.Find());
        _values = new Dictionary<string, string>(upstreams.Concat(Ports).Select(static pair =>
            KeyValuePair.Create(pair.Key, pair.Value.ToString(CultureInfo.InvariantCulture))))
        {
            ["folder"] = Path,
            ["scope"] = DayKey.Scope,
            ["signingkey"] = DayKey.Base64,
        };
        foreach ((string name, string text) in files.Texts)
        {
            string file = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            string filled = Fill(text);
            File.WriteAllText(file, name == DifferentialCase.MainFile && alter is not null ? alter(Path, filled) : filled);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>The folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>The file to start from.</summary>
    public string MainFile => System.IO.Path.Combine(Path, DifferentialCase.MainFile);

    /// <summary>The server's own ports by placeholder.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    /// <summary>Lines that the server has written into <c>access.log</c>.</summary>
    public string[] LogLines
    {
        get
        {
            string file = System.IO.Path.Combine(Path, "access.log");
            return File.Exists(file) ? File.ReadAllLines(file, System.Text.Encoding.Latin1) : [];
        }
    }

    /// <summary>A text of the server with its own ports and folder made placeholders again.</summary>
    public string Anonymous(string text)
    {
        foreach ((string name, int port) in Ports)
        {
            string digits = port.ToString(CultureInfo.InvariantCulture);
            if (text.Contains(digits, StringComparison.Ordinal))
            {
                text = text.Replace(digits, $"@{name}@", StringComparison.Ordinal);
            }
        }

        return text.Replace(Path, "@folder@", StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Fill(string text) => Placeholder().Replace(text, match => _values[match.Groups[1].Value]);

    [GeneratedRegex("@([a-z0-9]+)@")]
    private static partial Regex Placeholder();
}
