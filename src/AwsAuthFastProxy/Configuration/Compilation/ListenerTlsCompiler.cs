using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>tls</c> of a listener.</summary>
internal sealed class ListenerTlsCompiler(string directory, ConfigEnvironment environment, WatchedFiles files, Diagnostics diagnostics)
{
    private const int MaxFileBytes = 4 * 1024 * 1024;

    public ListenerTlsModel? Compile(ListenerTlsConfig? config)
    {
        if (config is null)
        {
            return null;
        }

        var written = config.Certificates ?? [];
        if (config.Certificate is not null || config.Key is not null)
        {
            written = [new CertificateConfig(config.Position, config.Certificate, config.Key), .. written];
        }

        if (written.Count == 0 && config.Certificates is null)
        {
            diagnostics.Error(config.Position, "\"tls\" of a listener has no \"certificate\" and \"key\"; name the PEM files of both, or several pairs in \"certificates\"");
        }

        var required = Choice.Read("clientCertificate", config.ClientCertificate, true, [("required", true), ("optional", false)], diagnostics);
        if (config.ClientCertificate is not null && config.ClientAuthorities is null)
        {
            diagnostics.Error(config.ClientCertificate.Position, "\"clientCertificate\" needs \"clientCa\", the authorities whose client certificates are good");
        }

        var certificates = written.Select(Read).OfType<ServerCertificate>().ToList();
        var authorities = ReadAuthorities(config.ClientAuthorities);
        return certificates.Count == 0
            ? null
            : new ListenerTlsModel { Certificates = certificates, ClientAuthorities = authorities, ClientCertificateRequired = required };
    }

    private ServerCertificate? Read(CertificateConfig config)
    {
        if (config.Certificate is null || config.Key is null)
        {
            var missing = config.Certificate is null ? "certificate" : "key";
            diagnostics.Error(config.Position, $"{Quote.Text(missing)} is missing; \"certificate\" and \"key\" are two PEM files that belong together");
            return null;
        }

        return ReadText("certificate", config.Certificate) is { } certificates && ReadText("key", config.Key) is { } key
            ? Pair(config, certificates, key)
            : null;
    }

    private ServerCertificate? Pair(CertificateConfig config, string certificates, string key)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(certificates);
        }
        catch (CryptographicException)
        {
            chain.Clear();
        }

        if (chain.Count == 0)
        {
            diagnostics.Error(config.Certificate!.Position, $"\"certificate\": {Path.Combine(directory, config.Certificate.Written)} holds no certificate in PEM form that can be read");
            return null;
        }

        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            diagnostics.Error(config.Key!.Position, $"\"key\": {Path.Combine(directory, config.Key.Written)} is encrypted; a proxy that starts by itself needs it in the clear, with mode 0600");
            return null;
        }

        try
        {
            // The first certificate is the listener's own; those behind it lead to an authority (RFC 8446 §4.4.2).
            var own = X509Certificate2.CreateFromPem(certificates, key);
            chain.RemoveAt(0);
            WarnOfTime(config, own);
            return new ServerCertificate(own, chain, NamesOf(own));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            diagnostics.Error(config.Key!.Position, $"\"key\": {Path.Combine(directory, config.Key.Written)} holds no private key for the first certificate of {config.Certificate!.Written}");
            return null;
        }
    }

    private void WarnOfTime(CertificateConfig config, X509Certificate2 certificate)
    {
        var now = environment.Clock.GetUtcNow();
        if (now > certificate.NotAfter.ToUniversalTime() || now < certificate.NotBefore.ToUniversalTime())
        {
            diagnostics.Warning(config.Certificate!.Position, $"\"certificate\": {config.Certificate.Written} is not valid today; clients will refuse it");
        }
    }

    // RFC 9525 §6.3: names come from the subject alternative names; the common name is none.
    private static List<string> NamesOf(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(static extension => extension.EnumerateDnsNames())
            .Select(static name => name.ToLowerInvariant())];

    private X509Certificate2Collection? ReadAuthorities(TextSetting? setting)
    {
        if (setting is null || ReadText("clientCa", setting) is not { } text)
        {
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            authorities.Clear();
        }

        if (authorities.Count == 0)
        {
            diagnostics.Error(setting.Position, $"\"clientCa\": {Path.Combine(directory, setting.Written)} holds no certificate in PEM form that can be read");
        }

        return authorities;
    }

    private string? ReadText(string key, TextSetting setting)
    {
        if (setting.IsFaulty)
        {
            return null;
        }

        var path = Path.Combine(directory, setting.Value);
        files.Add(path);
        if (BoundedFile.TryRead(path, MaxFileBytes, out var content, out var reason))
        {
            return Encoding.Latin1.GetString(content);
        }

        diagnostics.Error(setting.Position, $"{Quote.Text(key)}: {reason}");
        return null;
    }
}
