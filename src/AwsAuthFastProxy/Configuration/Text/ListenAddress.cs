using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace AwsAuthFastProxy.Configuration.Text;

/// <summary>
/// Addresses to listen on: <c>127.0.0.1:8000</c>, <c>[::1]:8000</c>, <c>localhost:8000</c>; <c>*:8000</c>, <c>:8000</c> and
/// <c>8000</c> are every IPv4 address, as with nginx, and <c>[::]:8000</c> every IPv6 one.
/// </summary>
internal static class ListenAddress
{
    private const string Expected = "write ADDRESS:PORT, such as \"0.0.0.0:8000\", \"[::]:8443\" or \"*:80\"";

    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? endPoint, [NotNullWhen(false)] out string? reason)
    {
        endPoint = null;
        var isPortOnly = text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        var colon = isPortOnly ? -1 : text.LastIndexOf(':');
        if (!isPortOnly && (colon < 0 || text.EndsWith(']')))
        {
            reason = $"there is no port; {Expected}";
            return false;
        }

        var host = isPortOnly ? "" : text[..colon];
        if (!TryParseHost(host, out var address))
        {
            var bare = HostName.TryParseIPv6(host, out _) || HostName.TryParseIPv6(text, out _);
            reason = bare
                ? "an IPv6 address stands in brackets, such as \"[::1]:8000\""
                : $"the host is no address; {Expected}";
            return false;
        }

        if (!TryParsePort(text.AsSpan(colon + 1), out var port))
        {
            reason = "the port is no number from 0 to 65535";
            return false;
        }

        endPoint = new IPEndPoint(address, port);
        reason = null;
        return true;
    }

    /// <summary>Decimal digits from 0 to 65535.</summary>
    public static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    private static bool TryParseHost(string host, [NotNullWhen(true)] out IPAddress? address)
    {
        if (host is "" or "*")
        {
            address = IPAddress.Any;
            return true;
        }

        if (host == "localhost")
        {
            address = IPAddress.Loopback;
            return true;
        }

        return host is ['[', .., ']'] ? HostName.TryParseIPv6(host[1..^1], out address) && address is not null
            : HostName.TryParseIPv4(host, out address) && address is not null;
    }
}
