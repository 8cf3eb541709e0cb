using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.LoadTests.Origins;

/// <summary>A certificate authority and a certificate for <c>localhost</c> and 127.0.0.1, valid for a day (ECDSA, P-256).</summary>
internal static class TestCertificate
{
    /// <summary>Writes both and the key, as PEM.</summary>
    public static void Write(string authorityFile, string certificateFile, string keyFile)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddHours(-1);
        DateTimeOffset to = from.AddDays(1);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Load test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(authorityFile, authority.ExportCertificatePem());
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }
}
