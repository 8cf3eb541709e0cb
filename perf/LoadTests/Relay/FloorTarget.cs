using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.LoadTests.Relay;

/// <summary>What one port of the floor relays.</summary>
/// <param name="Listen">Where it listens.</param>
/// <param name="Upstream">Where it sends to.</param>
/// <param name="RequestBytes">Length of every request's body.</param>
/// <param name="ResponseBytes">Length of every response's body.</param>
/// <param name="Tls">How to speak TLS to the upstream; null for plain.</param>
internal sealed record FloorTarget(IPEndPoint Listen, IPEndPoint Upstream, long RequestBytes, long ResponseBytes, SslClientAuthenticationOptions? Tls)
{
    /// <summary>From <c>LISTEN:UPSTREAM:REQUEST:RESPONSE[:AUTHORITY]</c>: two ports, two lengths, and for TLS a PEM file.</summary>
    public static FloorTarget Parse(string text)
    {
        string[] parts = text.Split(':', 5);
        long[] numbers = [.. parts.Take(4).Select(static part => long.Parse(part, CultureInfo.InvariantCulture))];
        return new FloorTarget(
            new IPEndPoint(IPAddress.Loopback, (int)numbers[0]),
            new IPEndPoint(IPAddress.Loopback, (int)numbers[1]),
            numbers[2],
            numbers[3],
            parts.Length > 4 ? Trusting(parts[4]) : null);
    }

    // As this proxy sets it up for an upstream with an authority of its own.
    private static SslClientAuthenticationOptions Trusting(string authorityFile)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
        };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        return new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = policy,
        };
    }
}
