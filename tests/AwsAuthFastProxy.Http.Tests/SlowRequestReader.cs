using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Http.Tests;

/// <summary>
/// A whole request head read the plain way, over text and with the productions of RFC 9112 as patterns. Gives the field
/// lines, or null for a head that is not acceptable. It knows no limits.
/// </summary>
internal static partial class SlowRequestReader
{
    public static List<string>? Read(byte[] bytes, out int length)
    {
        string text = Encoding.Latin1.GetString(bytes);
        int start = 0;
        while (start < 4 && text[start..].StartsWith("\r\n", StringComparison.Ordinal))
        {
            start += 2;
        }

        int end = text.IndexOf("\r\n\r\n", start, StringComparison.Ordinal);
        length = end + 4;
        if (end < 0)
        {
            return null;
        }

        string[] lines = text[start..end].Split("\r\n");
        Match request = RequestLine().Match(lines[0]);
        if (!request.Success)
        {
            return null;
        }

        List<(string Name, string Value)> fields = [];
        foreach (string line in lines[1..])
        {
            Match match = FieldLine().Match(line);
            if (!match.Success)
            {
                return null;
            }

            fields.Add((match.Groups["name"].Value, match.Groups["value"].Value));
        }

        string[] hosts = [.. fields.Where(field => field.Name.Equals("host", StringComparison.OrdinalIgnoreCase)).Select(field => field.Value)];
        bool isAccepted = hosts.Length <= 1
            && (hosts.Length == 1 || request.Groups["minor"].Value == "0")
            && hosts.All(host => IsHost(host, out _, out _))
            && IsTarget(request.Groups["method"].Value, request.Groups["target"].Value, hosts.FirstOrDefault());
        return isAccepted
            ? [.. fields.Select(field => $"{WireText.Encode(Encoding.Latin1.GetBytes(field.Name))}: {WireText.Encode(Encoding.Latin1.GetBytes(field.Value))}")]
            : null;
    }

    private static bool IsTarget(string method, string target, string? hostField)
    {
        if (method == "CONNECT")
        {
            return IsHost(target, out _, out string port) && port.Length > 0;
        }

        Match absolute = AbsoluteForm().Match(target);
        if (!absolute.Success)
        {
            return target.StartsWith('/') || (target == "*" && method == "OPTIONS");
        }

        if (!IsHost(absolute.Groups["authority"].Value, out string host, out string hostPort))
        {
            return false;
        }

        string defaultPort = absolute.Groups["scheme"].Value.Length == 5 ? "443" : "80";
        return hostField is null
            || (IsHost(hostField, out string otherHost, out string otherPort)
                && host.Equals(otherHost, StringComparison.OrdinalIgnoreCase)
                && Number(hostPort, defaultPort) == Number(otherPort, defaultPort));
    }

    private static int Number(string port, string defaultPort) =>
        int.Parse(port.Length == 0 ? defaultPort : port, CultureInfo.InvariantCulture);

    private static bool IsHost(string value, out string host, out string port)
    {
        Match match = Host().Match(value);
        host = match.Groups["host"].Value;
        port = match.Groups["port"].Value;
        bool isLiteral = host.StartsWith('[');
        return match.Success
            && (port.TrimStart('0').Length <= 5 && Number(port, "0") <= 65535)
            && (!isLiteral
                || (IPAddress.TryParse(host[1..^1], out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6));
    }

    private const string Token = @"[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    [GeneratedRegex($@"\A(?<method>{Token}) (?<target>[\x21\x22\x24-\x7E]+) HTTP/1\.(?<minor>[0-9])\z", RegexOptions.CultureInvariant)]
    private static partial Regex RequestLine();

    [GeneratedRegex($@"\A(?<name>{Token}):[ \t]*(?<value>(?:[\x21-\x7E\x80-\xFF](?:[\t \x21-\x7E\x80-\xFF]*[\x21-\x7E\x80-\xFF])?)?)[ \t]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"\A(?<scheme>https?)://(?<authority>[^/?]*)(?<rest>.*)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AbsoluteForm();

    [GeneratedRegex(@"\A(?<host>[-._~0-9A-Za-z]+|\[[0-9A-Fa-f:.]+\])(?::(?<port>[0-9]*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
