namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>What an answer says about our signature.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Code">The upstream's own code; empty or null when it gave none.</param>
/// <param name="Region">The region it names for a <see cref="RefusalKind.Scope"/>, or null.</param>
internal readonly record struct SigningRefusal(RefusalKind Kind, string? Code, string? Region);
