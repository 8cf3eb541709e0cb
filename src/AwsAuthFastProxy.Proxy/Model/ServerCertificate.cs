using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>A certificate that a listener presents.</summary>
/// <param name="Certificate">With its private key.</param>
/// <param name="Intermediates">Those that lead from it to an authority; sent along.</param>
/// <param name="Names">Names it is for, lower case, <c>*.suffix</c> for one label below a suffix; from its subject alternative names (RFC 9525 §6).</param>
public sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Intermediates, IReadOnlyList<string> Names);
