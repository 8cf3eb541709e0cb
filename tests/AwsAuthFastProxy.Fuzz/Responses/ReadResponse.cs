using System.Text;

namespace AwsAuthFastProxy.Fuzz.Responses;

/// <summary>What a reader took a final response for. Text is Latin-1.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Fields">Field lines in their order.</param>
/// <param name="Body">The body without its framing.</param>
internal sealed record ReadResponse(int Status, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body)
{
    /// <summary>Field lines in their order; a Content-Length by its number.</summary>
    public IEnumerable<(string Name, string Value)> Lines =>
        Fields.Select(static line =>
            line.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? (line.Name, Value: line.Value.TrimStart('0')) : line);

    /// <summary>The same with names in one case, order kept within a name.</summary>
    public IEnumerable<string> Meaning =>
        Lines.Select(static line => (Name: line.Name.ToLowerInvariant(), line.Value))
            .OrderBy(static line => line.Name, StringComparer.Ordinal)
            .Select(static line => $"{line.Name}: {line.Value}");

    public override string ToString() => $"{Status}\n{string.Join('\n', Meaning)}\n\n{Encoding.Latin1.GetString(Body)}";
}
