using System.Globalization;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>A TLS session, or why there is none, in words.</summary>
internal static class TlsFindings
{
    /// <summary>Version and certificate of a session.</summary>
    public static string Describe(TlsConnection connection, bool verified, DateTimeOffset now)
    {
        string version = connection.Protocol == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2";
        return $"{version}, {Describe(connection.ServerCertificate, now)}{(verified ? "" : ", NOT verified: the configuration says \"verify\": false")}";
    }

    /// <summary>Subject, names, issuer and days left.</summary>
    public static string Describe(X509Certificate2? certificate, DateTimeOffset now)
    {
        if (certificate is null)
        {
            return "no certificate";
        }

        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(static extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(static address => address.ToString())))];
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        string left = end < now ? "EXPIRED" : string.Create(CultureInfo.InvariantCulture, $"{(int)(end - now).TotalDays} days left");
        string valid = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"certificate {certificate.Subject} for {(names.Length == 0 ? "no names" : string.Join(", ", names))}, by {certificate.Issuer}, valid until {valid} ({left})";
    }

    /// <summary>What to do about a handshake that failed with <paramref name="detail"/>; empty when that is all there is to say.</summary>
    public static string Remedy(string detail, string serverName)
    {
        bool Says(string word) => detail.Contains(word, StringComparison.OrdinalIgnoreCase);
        return Says("NameMismatch") ? $"; the certificate is not for {serverName}: correct \"endpoint\", or name the certificate's in \"tls\": {{ \"serverName\": … }}"
            : Says("NotTimeValid") ? "; the certificate has expired or is not valid yet, or this machine's clock is wrong"
            : Says("UntrustedRoot") || Says("PartialChain") ? "; its CA is not trusted here: name it in \"tls\": { \"ca\": \"FILE.pem\" }"
            : Says("frame") || Says("packet") || Says("wrong version") ? "; the port does not speak TLS: then the endpoint is http://"
            : "";
    }
}
