using System.Globalization;
using System.Text;
using AwsAuthFastProxy.Nginx.Tests.Wire;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>A request as an upstream got it.</summary>
/// <param name="Upstream">Group of the port it came to: servers of one group are each other's like.</param>
/// <param name="Method">Method.</param>
/// <param name="Target">Target as it came.</param>
/// <param name="Version">HTTP version.</param>
/// <param name="Fields">Fields as they came.</param>
/// <param name="Body">Content; null where it broke off.</param>
internal sealed record RecordedRequest(
    string Upstream, string Method, string Target, string Version, WireFields Fields, byte[]? Body)
{
    /// <summary>The target up to the query.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>The query with its question mark; empty where there is none.</summary>
    public string Query => Target[Path.Length..];

    /// <summary>The path decoded, with each run of slashes made one.</summary>
    public string PlainPath => MergeSlashes(Decode(Path));

    /// <summary>The query in one spelling and order for all that mean the same; empty where it says nothing.</summary>
    public string PlainQuery => Plain(Query);

    /// <summary>A query in one spelling and order for all that mean the same; empty where it says nothing.</summary>
    public static string Plain(string query)
    {
        IEnumerable<string> parameters = query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static one => Decode(one.Replace('+', ' ')) + (one.Contains('=', StringComparison.Ordinal) ? "" : "="))
            .Where(static one => one != "=")
            .Order(StringComparer.Ordinal);
        string plain = string.Join('&', parameters);
        return plain.Length == 0 ? "" : "?" + plain;
    }

    /// <summary>Percent-escapes made bytes, each a letter.</summary>
    public static string Decode(string text)
    {
        var decoded = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]);
            decoded.Append(isEscape ? (char)byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : text[i]);
            i += isEscape ? 2 : 0;
        }

        return decoded.ToString();
    }

    /// <summary>Each run of slashes made one.</summary>
    public static string MergeSlashes(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
        {
            path = path.Replace("//", "/", StringComparison.Ordinal);
        }

        return path;
    }
}
