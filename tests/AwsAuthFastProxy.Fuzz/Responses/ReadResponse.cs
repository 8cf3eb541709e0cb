using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;

namespace AwsAuthFastProxy.Fuzz.Responses;

/// <summary>What a reader took a final response for. Text is Latin-1.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Fields">Field lines in their order.</param>
/// <param name="Body">The body without its framing.</param>
internal sealed record ReadResponse(int Status, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body)
{
    /// <summary>Field lines in their order (<see cref="FieldLines.InOrder"/>).</summary>
    public IEnumerable<(string Name, string Value)> Lines => FieldLines.InOrder(Fields);

    /// <summary>Field lines by their names (<see cref="FieldLines.ByName"/>).</summary>
    public IEnumerable<string> Meaning => FieldLines.ByName(Fields);

    public override string ToString() => $"{Status}\n{string.Join('\n', Meaning)}\n\n{Encoding.Latin1.GetString(Body)}";
}
