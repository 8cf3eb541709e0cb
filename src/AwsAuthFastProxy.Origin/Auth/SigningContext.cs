namespace AwsAuthFastProxy.Origin;

/// <summary>What a verified head leaves for the check of its payload: chunk signatures continue from its signature.</summary>
internal sealed record SigningContext(PresentedSignature Presented, CanonicalForm Canonical, SigningKey Key);
