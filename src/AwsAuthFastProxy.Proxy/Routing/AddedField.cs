using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>A field that a route adds to responses.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Value">Its value; empty means no line.</param>
/// <param name="Always">Whether it is in every answer.</param>
/// <param name="StandsOnce">Whether it takes the place of the response's own.</param>
internal readonly record struct AddedField(byte[] Name, TextTemplate Value, bool Always, bool StandsOnce);
