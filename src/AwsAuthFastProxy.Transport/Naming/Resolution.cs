using System.Net;

namespace AwsAuthFastProxy.Transport.Naming;

/// <summary>Answer of a <see cref="NameResolver"/>.</summary>
/// <param name="Addresses">The addresses, in the resolver's order; empty on failure. Not to be changed.</param>
/// <param name="Error">Words for the log on failure, else null.</param>
public readonly record struct Resolution(IPAddress[] Addresses, string? Error);
