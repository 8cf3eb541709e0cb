using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>tls</c> of an upstream.</summary>
internal static class UpstreamTlsCompiler
{
    private const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Null for an endpoint without TLS.</summary>
    public static UpstreamTlsModel? Compile(UpstreamTlsConfig? config, EndpointUrl? url, string directory, Diagnostics diagnostics)
    {
        if (config is not null && url is { IsTls: false })
        {
            diagnostics.Error(config.Position, "\"tls\" is given, but the endpoint is http; write https in \"endpoint\", or leave \"tls\" out");
        }

        if (config?.Verify is { Value: false })
        {
            diagnostics.Warning(config.Verify.Position, "the upstream's certificate is not verified: anybody on the way can read and change what passes");
        }

        var model = new UpstreamTlsModel
        {
            Verify = config?.Verify?.Value ?? true,
            Authorities = ReadAuthorities(config?.Authorities, directory, diagnostics),
            ServerName = ReadServerName(config?.ServerName, diagnostics),
        };
        return url is { IsTls: true } ? model : null;
    }

    private static X509Certificate2Collection? ReadAuthorities(TextSetting? setting, string directory, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return null;
        }

        var path = Path.Combine(directory, setting.Value);
        if (!BoundedFile.TryRead(path, MaxFileBytes, out var content, out var reason))
        {
            diagnostics.Error(setting.Position, $"\"ca\": {reason}");
            return null;
        }

        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Encoding.Latin1.GetString(content));
        }
        catch (CryptographicException)
        {
            diagnostics.Error(setting.Position, $"\"ca\": {path} holds a certificate that cannot be read");
            return null;
        }

        if (authorities.Count == 0)
        {
            diagnostics.Error(setting.Position, $"\"ca\": {path} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
        }

        return authorities;
    }

    private static string? ReadServerName(TextSetting? setting, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return null;
        }

        var name = setting.Value.ToLowerInvariant();
        if (HostName.Check(name) is { } reason)
        {
            diagnostics.Error("serverName", setting, reason);
        }

        return name;
    }
}
