using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>A field that the operator sets in requests to the upstream, in place of the client's.</summary>
/// <param name="Name">Its name, a token (RFC 9110 §5.1).</param>
/// <param name="Value">Its value; where it comes out empty, there is no such field.</param>
public sealed record SetHeaderModel(string Name, TextTemplate Value)
{
    /// <summary>Most of them in one route.</summary>
    public const int Most = 64;

    /// <summary>Whether the value is nobody's to see, by its name or by where it comes from.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The name only: the value may be a secret.</summary>
    public override string ToString() => Name;
}
