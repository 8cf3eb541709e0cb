using System.Text;

namespace AwsAuthFastProxy.Fuzz.Requests;

/// <summary>What a reader took a request for. Text is Latin-1.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target as it stands.</param>
/// <param name="Fields">Field lines in their order.</param>
/// <param name="Body">The body without its framing.</param>
/// <param name="Upgrades">Whether another protocol is asked for, which makes what follows a matter of taste.</param>
internal sealed record ReadRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body, bool Upgrades)
{
    /// <summary>Names in one case, order kept within a name; a Content-Length by its number.</summary>
    public IEnumerable<string> Meaning =>
        Fields.Select(static line => (Name: line.Name.ToLowerInvariant(), line.Value))
            .Select(static line => line.Name == "content-length" ? (line.Name, Value: Number(line.Value)) : line)
            .OrderBy(static line => line.Name, StringComparer.Ordinal)
            .Select(static line => $"{line.Name}: {line.Value}");

    public override string ToString() => $"{Method} {Target}\n{string.Join('\n', Meaning)}\n\n{Encoding.Latin1.GetString(Body)}";

    private static string Number(string digits) => digits.TrimStart('0') is { Length: > 0 } rest ? rest : "0";
}
