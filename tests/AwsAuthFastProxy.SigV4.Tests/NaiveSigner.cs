using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>
/// SigV4 for S3 in strings, from the AWS documentation, sharing nothing with the product: what the product is compared with
/// wherever the SDK cannot be asked.
/// </summary>
internal static class NaiveSigner
{
    internal static string UriEncode(string text, bool keepSlash = false)
    {
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var letter = (char)octet;
            var keep = (letter < 128 && char.IsLetterOrDigit(letter)) || "-._~".Contains(letter) || (keepSlash && letter == '/');
            encoded.Append(keep ? letter.ToString() : "%" + octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    internal static string CanonicalQuery(IEnumerable<(string Name, string? Value)> parameters) =>
        Join(parameters
            .Select(parameter => (Name: UriEncode(parameter.Name), Value: UriEncode(parameter.Value ?? "")))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value, StringComparer.Ordinal));

    /// <summary>
    /// As AWSSDK.Core 4.0.102 does it: sorted before encoding. By the documents encoding comes first, and the two orders differ
    /// where an encoded character is compared with an unreserved one of lower code, such as "{" with "a".
    /// </summary>
    internal static string CanonicalQueryOfSdk(IEnumerable<(string Name, string? Value)> parameters) =>
        Join(parameters
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ThenBy(parameter => parameter.Value ?? "", StringComparer.Ordinal)
            .Select(parameter => (UriEncode(parameter.Name), UriEncode(parameter.Value ?? ""))));

    internal static string CanonicalRequest(
        string method,
        string path,
        string canonicalQuery,
        IEnumerable<(string Name, string Value)> fields,
        string payloadHash)
    {
        var groups = Grouped(fields);
        var lines = groups.Select(group =>
            group.Key + ":" + string.Join(',', group.Select(field => Collapse(field.Value))) + "\n");
        return $"{method}\n{UriEncode(path, keepSlash: true)}\n{canonicalQuery}\n{string.Concat(lines)}\n"
            + $"{SignedHeaders(fields)}\n{payloadHash}";
    }

    internal static string SignedHeaders(IEnumerable<(string Name, string Value)> fields) =>
        string.Join(';', Grouped(fields).Select(group => group.Key));

    internal static string Signature(string secret, string scope, string time, string canonicalRequest)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(canonicalRequest)));
        var stringToSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hash}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(stringToSign)));
    }

    private static string Join(IEnumerable<(string Name, string Value)> parameters) =>
        string.Join('&', parameters.Select(parameter => $"{parameter.Name}={parameter.Value}"));

    private static IEnumerable<IGrouping<string, (string Name, string Value)>> Grouped(
        IEnumerable<(string Name, string Value)> fields) =>
        fields.GroupBy(field => field.Name.ToLowerInvariant()).OrderBy(group => group.Key, StringComparer.Ordinal);

    private static string Collapse(string value) =>
        string.Join(' ', value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
