using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>Versions and cipher suites of TLS as OpenSSL, and so nginx, calls them.</summary>
internal static class TlsNames
{
    private static readonly FrozenDictionary<TlsCipherSuite, byte[]> s_ciphers =
        Enum.GetValues<TlsCipherSuite>().Distinct().ToFrozenDictionary(static suite => suite, static suite => Encoding.ASCII.GetBytes(NameOf(suite)));

    public static ReadOnlySpan<byte> Protocol(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls13 => "TLSv1.3"u8,
        SslProtocols.Tls12 => "TLSv1.2"u8,
        _ => default,
    };

    public static ReadOnlySpan<byte> Cipher(TlsCipherSuite suite) => s_ciphers.TryGetValue(suite, out byte[]? name) ? name : default;

    /// <summary>Suites of TLS 1.3 have the registered name; of those before, OpenSSL leaves out what goes without saying.</summary>
    private static string NameOf(TlsCipherSuite suite)
    {
        string name = suite.ToString();
        int with = name.IndexOf("_WITH_", StringComparison.Ordinal);
        if (with < 0)
        {
            return name;
        }

        string exchange = name["TLS_".Length..with].Replace('_', '-');
        string cipher = name[(with + "_WITH_".Length)..]
            .Replace("AES_128", "AES128", StringComparison.Ordinal)
            .Replace("AES_256", "AES256", StringComparison.Ordinal)
            .Replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305", StringComparison.Ordinal)
            .Replace("_CBC", "", StringComparison.Ordinal)
            .Replace('_', '-');
        return exchange == "RSA" ? cipher : $"{exchange}-{cipher}";
    }
}
