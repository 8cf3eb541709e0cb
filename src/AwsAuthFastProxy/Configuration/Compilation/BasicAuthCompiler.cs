using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>basicAuth</c> of a route and reads its file, as <c>htpasswd -B</c> writes it.</summary>
internal sealed partial class BasicAuthCompiler(string directory, WatchedFiles files, Diagnostics diagnostics)
{
    private const int MaxFileBytes = 4 * 1024 * 1024;

    // Two to this are the rounds of a hash. More takes seconds for each password, for a client that is right as well.
    private const int MaxCost = 14;

    private readonly Dictionary<string, PasswordFile?> _read = [];

    public BasicAuthModel? Compile(BasicAuthConfig? config)
    {
        if (config is null)
        {
            return null;
        }

        if (config.File is null)
        {
            diagnostics.Error(config.Position, "\"basicAuth\" has no \"file\"; name one that htpasswd -B has written");
        }

        var passwords = config.File is null or { IsFaulty: true } ? null : Read(config.File);
        var realm = config.Realm is null or { IsFaulty: true } ? "S3" : config.Realm.Value;
        if (realm.Length is 0 or > 128 || realm.AsSpan().ContainsAnyExceptInRange(' ', '~') || realm.AsSpan().ContainsAny('"', '\\'))
        {
            diagnostics.Error("realm", config.Realm!, "it has 1 to 128 printable ASCII characters, and no quote or backslash");
            return null;
        }

        return passwords is null ? null : new BasicAuthModel(realm, passwords);
    }

    private PasswordFile? Read(TextSetting setting)
    {
        var path = Path.Combine(directory, setting.Value);
        if (_read.TryGetValue(path, out var known))
        {
            return known;
        }

        files.Add(path);
        if (!BoundedFile.TryRead(path, MaxFileBytes, out var content, out var reason))
        {
            diagnostics.Error(setting.Position, $"\"file\": {reason}");
            return _read[path] = null;
        }

        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        var before = diagnostics.ErrorCount;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length > 0 && line[0] != '#')
            {
                Read(line, new SourcePosition(path, i + 1), hashes);
            }
        }

        if (hashes.Count == 0 && diagnostics.ErrorCount == before)
        {
            diagnostics.Error(setting.Position, $"\"file\": {path} holds no user; htpasswd -B {setting.Written} NAME adds one");
        }

        return _read[path] = diagnostics.ErrorCount > before ? null : new PasswordFile(hashes, SHA256.HashData(content));
    }

    // The line is not quoted: it may hold a password in the clear.
    private void Read(string line, SourcePosition position, Dictionary<string, string> hashes)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var match = Hash().Match(colon <= 0 ? "" : line[(colon + 1)..]);
        if (!match.Success)
        {
            diagnostics.Error(position, "this is no user with a bcrypt hash, \"NAME:$2y$...\"; htpasswd -B writes it");
        }
        else if (int.Parse(match.Groups[1].ValueSpan, provider: null) is < 4 or > MaxCost)
        {
            diagnostics.Error(position, $"the cost of a bcrypt hash is from 4 to {MaxCost} here; htpasswd -B -C 10 writes one that is checked in a tenth of a second");
        }
        else if (!hashes.TryAdd(line[..colon], match.Value))
        {
            diagnostics.Error(position, "this user stands in the file twice");
        }
    }

    [GeneratedRegex(@"\A\$2[aby]\$([0-9]{2})\$[./A-Za-z0-9]{53}\z")]
    private static partial Regex Hash();
}
