using AwsAuthFastProxy.Configuration.Json;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Where the requests of a location go.</summary>
/// <param name="Upstream">The upstream's name in the JSON form.</param>
/// <param name="HostHeader">The Host that is sent.</param>
/// <param name="IsSigned">Whether requests are signed.</param>
/// <param name="Path">What is done to the path: a key of a route, <c>replacePrefix</c> or <c>target</c>, and its value; null for nothing.</param>
internal sealed record ProxyTarget(string Upstream, string HostHeader, bool IsSigned, (string Key, ConfigNode Value)? Path);
