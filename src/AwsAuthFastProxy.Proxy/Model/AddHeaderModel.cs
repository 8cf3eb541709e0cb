using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>A field that clients get beside the response's own.</summary>
/// <param name="Name">Its name, a token (RFC 9110 §5.1).</param>
/// <param name="Value">Its value; where it comes out empty, nothing is added.</param>
/// <param name="Always">Whether it is in every answer of the route, the proxy's own too; else in 200 201 204 206 301 302 303 304 307 308.</param>
public sealed record AddHeaderModel(string Name, TextTemplate Value, bool Always)
{
    /// <summary>Most of them in one route.</summary>
    public const int Most = 64;
}
