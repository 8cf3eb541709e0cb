using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>A field that a route sets in requests.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Known">Which it is.</param>
/// <param name="Value">Its value; empty means no line.</param>
internal readonly record struct SetField(byte[] Name, FieldName Known, TextTemplate Value);
