using System.Net;

namespace AwsAuthFastProxy.Proxy.Upstreams;

/// <summary>Where the connections of an upstream can go.</summary>
/// <param name="EndPoints">The addresses, those of the first target first; empty on failure.</param>
/// <param name="Error">Words for the log on failure, else null.</param>
internal readonly record struct Destinations(IPEndPoint[] EndPoints, string? Error);
