using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.Microbenchmarks.Baselines;

/// <summary>SigV4 by header for S3 as the AWS documents describe it, in strings; the derived key is kept for the day.</summary>
internal sealed class StringSigner
{
    private readonly string _accessKey;
    private readonly string _scope;
    private readonly byte[] _key;

    public StringSigner(string accessKey, string secret, string scope)
    {
        _accessKey = accessKey;
        _scope = scope;
        _key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (string part in scope.Split('/'))
        {
            _key = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(part));
        }
    }

    /// <summary>The Authorization value.</summary>
    public string Authorization(string method, string path, string query, IReadOnlyDictionary<string, string> fields, string payloadHash, string time)
    {
        KeyValuePair<string, string>[] sorted =
        [
            .. fields.Select(static field => KeyValuePair.Create(field.Key.ToLowerInvariant(), field.Value.Trim()))
                .OrderBy(static field => field.Key, StringComparer.Ordinal),
        ];
        string names = string.Join(';', sorted.Select(static field => field.Key));
        string lines = string.Concat(sorted.Select(static field => $"{field.Key}:{field.Value}\n"));
        string canonicalRequest = $"{method}\n{Path(path)}\n{query}\n{lines}\n{names}\n{payloadHash}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));
        string stringToSign = $"AWS4-HMAC-SHA256\n{time}\n{_scope}\n{hash}";
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(stringToSign)));
        return $"AWS4-HMAC-SHA256 Credential={_accessKey}/{_scope},SignedHeaders={names},Signature={signature}";
    }

    /// <summary>A decoded path, encoded by the AWS rule.</summary>
    public static string Path(string path)
    {
        var encoded = new StringBuilder();
        foreach (byte octet in Encoding.UTF8.GetBytes(path))
        {
            char letter = (char)octet;
            encoded.Append(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~' or '/'
                ? letter.ToString()
                : "%" + octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>A raw query, decoded, encoded and sorted by the AWS rule.</summary>
    public static string Query(string query) => string.Join('&', query.Split('&')
        .Select(static parameter => parameter.Split('=', 2))
        .Select(static parts => (Name: Encode(parts[0]), Value: parts.Length > 1 ? Encode(parts[1]) : ""))
        .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(static pair => pair.Value, StringComparer.Ordinal)
        .Select(static pair => $"{pair.Name}={pair.Value}"));

    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text.Replace('+', ' ')));
}
