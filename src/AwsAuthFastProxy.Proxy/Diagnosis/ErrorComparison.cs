namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>What an S3 server computed, as its error says, beside what the proxy signs for the same request. Tokens are masked.</summary>
/// <param name="Difference">Where they first part, in a sentence.</param>
/// <param name="TheirRequest">The server's canonical request; null when it does not say.</param>
/// <param name="OurRequest">The proxy's canonical request.</param>
/// <param name="TheirString">The server's string to sign; null when it does not say.</param>
/// <param name="OurString">The proxy's string to sign.</param>
public sealed record ErrorComparison(string Difference, string? TheirRequest, string OurRequest, string? TheirString, string OurString);
