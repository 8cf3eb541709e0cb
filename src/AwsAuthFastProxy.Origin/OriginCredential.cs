namespace AwsAuthFastProxy.Origin;

/// <summary>One identity that the origin knows.</summary>
/// <param name="AccessKey">The access key id, as it stands first in a credential scope.</param>
/// <param name="SecretKey">The secret access key.</param>
/// <param name="SessionToken">The token that must come with every request of a temporary credential; null for a permanent one.</param>
/// <param name="Expires">When a temporary credential ends (then 400 ExpiredToken); null for never.</param>
public sealed record OriginCredential(string AccessKey, string SecretKey, string? SessionToken = null, DateTimeOffset? Expires = null);
