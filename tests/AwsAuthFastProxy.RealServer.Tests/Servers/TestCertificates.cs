using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Writes an authority, and a server certificate it issued, as PEM files.</summary>
internal static class TestCertificates
{
    /// <summary>Writes <c>ca.pem</c>, <c>other-ca.pem</c> (which issued nothing), <c>server.pem</c> and <c>server.key</c> into <paramref name="folder"/>.</summary>
    public static void Write(string folder, params ReadOnlySpan<string> names)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddHours(-1);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 authority = Authority("CN=Test authority", authorityKey, from);
        using ECDsa otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 other = Authority("CN=Other authority", otherKey, from);

        using ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var alternativeNames = new SubjectAlternativeNameBuilder();
        alternativeNames.AddIpAddress(IPAddress.Loopback);
        foreach (string name in names)
        {
            alternativeNames.AddDnsName(name);
        }

        var request = new CertificateRequest("CN=Test server", serverKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(alternativeNames.Build());
        using X509Certificate2 server = request.Create(authority, from, from.AddDays(2), RandomNumberGenerator.GetBytes(16));

        File.WriteAllText(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "other-ca.pem"), other.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), server.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), serverKey.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Authority(string subject, ECDsa key, DateTimeOffset from)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(from, from.AddDays(3));
    }
}
