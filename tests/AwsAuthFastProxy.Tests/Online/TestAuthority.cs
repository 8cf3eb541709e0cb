using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AwsAuthFastProxy.Tests.Online;

/// <summary>A certificate authority of the test's own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan s_before = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_after = TimeSpan.FromDays(30);

    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow - s_before, DateTimeOffset.UtcNow + s_after);
    }

    /// <summary>The authority's certificate.</summary>
    public string Pem => _root.ExportCertificatePem();

    /// <summary>A certificate for a name, with its key.</summary>
    public X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_root, DateTimeOffset.UtcNow - s_before, DateTimeOffset.UtcNow + s_after - s_before, RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose() => _root.Dispose();
}
