using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;

namespace AwsAuthFastProxy.Fuzz.Requests;

/// <summary>What a reader took a request for. Text is Latin-1.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target as it stands.</param>
/// <param name="Fields">Field lines in their order.</param>
/// <param name="Body">The body without its framing.</param>
/// <param name="Upgrades">Whether another protocol is asked for, which makes what follows a matter of taste.</param>
internal sealed record ReadRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body, bool Upgrades)
{
    /// <summary>Field lines in their order (<see cref="FieldLines.InOrder"/>).</summary>
    public IEnumerable<(string Name, string Value)> Lines => FieldLines.InOrder(Fields);

    /// <summary>Field lines by their names (<see cref="FieldLines.ByName"/>).</summary>
    public IEnumerable<string> Meaning => FieldLines.ByName(Fields);

    public override string ToString() => $"{Method} {Target}\n{string.Join('\n', Meaning)}\n\n{Encoding.Latin1.GetString(Body)}";
}
