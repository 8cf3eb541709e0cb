using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Reads server_name.</summary>
internal sealed class ServerNames(Func<string> machineName, Diagnostics diagnostics)
{
    private readonly Dictionary<(string Address, string Name), SourcePosition> _taken = [];

    /// <summary>The names of a server as <c>hosts</c> writes them, those left out that an earlier server has on the same addresses.</summary>
    public List<(string Name, SourcePosition At)> Read(Scope server, IReadOnlyList<ListenSocket> sockets)
    {
        var names = new List<(string Name, SourcePosition At)>();
        foreach (var directive in server.Own.Where(static directive => directive.Name == "server_name"))
        {
            foreach (var word in directive.Arguments)
            {
                foreach (var name in Expand(word.Text.ToLowerInvariant(), directive.Position))
                {
                    if (!names.Exists(known => known.Name == name) && IsFree(name, directive.Position, sockets))
                    {
                        names.Add((name, directive.Position));
                    }
                }
            }
        }

        return names;
    }

    private IEnumerable<string> Expand(string word, SourcePosition at)
    {
        switch (word)
        {
            case "" or "_":
                // No request has these names; the server takes what falls to it.
                return [];
            case "$hostname":
                diagnostics.Note(at, "\"$hostname\" is this machine's name now");
                return Expand(machineName().ToLowerInvariant(), at);
        }

        if (word.StartsWith('~') || Variables.HasAny(word))
        {
            diagnostics.Error(at, $"server_name {Quote.Text(word)}: patterns are not supported here: write the names, or *.NAME, or NAME.*");
            return [];
        }

        IEnumerable<string> names = word.StartsWith('.') ? [word[1..], $"*{word}"] : [word];
        if (names.FirstOrDefault(static name => !IsName(name)) is not null)
        {
            diagnostics.Error(at, $"invalid server name or wildcard {Quote.Text(word)}");
            return [];
        }

        return names;
    }

    private static bool IsName(string name)
    {
        var plain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name.EndsWith(".*", StringComparison.Ordinal) ? name[..^2] : name;
        plain = plain.EndsWith('.') ? plain[..^1] : plain;
        return HostName.Check(plain) is null || HostName.TryParseIPv6(plain.Trim('[', ']'), out _);
    }

    private bool IsFree(string name, SourcePosition at, IReadOnlyList<ListenSocket> sockets)
    {
        var taken = sockets.Where(socket => !_taken.TryAdd((socket.Address, name), at)).ToList();
        if (taken.Count == 0)
        {
            return true;
        }

        var first = _taken[(taken[0].Address, name)];
        if (taken.Count < sockets.Count)
        {
            diagnostics.Error(at, $"server name {Quote.Text(name)} is that of {first} on some of the addresses only; give each server its own names");
            return false;
        }

        diagnostics.Change(at, $"conflicting server name {Quote.Text(name)} on {taken[0].Address}, ignored: {first} has it already (nginx says so too, in its log)");
        return false;
    }
}
