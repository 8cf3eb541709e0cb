using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>
/// A raw request signed in the header form, every part of which a test can get wrong on purpose. The path and the query are signed
/// as they are written here, so a test gives them in canonical form.
/// </summary>
internal sealed class SignedRequest
{
    public string Method { get; set; } = "GET";

    public string Path { get; set; } = "/examplebucket/key";

    public string Query { get; set; } = "";

    public string Host { get; set; } = "s3.amazonaws.com";

    /// <summary>What is sent instead of path and query; null for just these.</summary>
    public string? SentTarget { get; set; }

    public string AccessKey { get; set; } = OriginRig.AccessKey;

    public string SecretKey { get; set; } = OriginRig.SecretKey;

    public string Timestamp { get; set; } = "20130524T000000Z";

    public string ScopeDate { get; set; } = "20130524";

    public string Region { get; set; } = "us-east-1";

    public string Service { get; set; } = "s3";

    public string Terminator { get; set; } = "aws4_request";

    public string? PayloadHash { get; set; } = "UNSIGNED-PAYLOAD";

    /// <summary>Fields that are sent and signed besides Host, x-amz-date and x-amz-content-sha256.</summary>
    public List<(string Name, string Value)> Signed { get; } = [];

    /// <summary>Field lines that are sent and not signed.</summary>
    public List<string> Unsigned { get; } = [];

    public byte[] Content { get; set; } = [];

    public string Signature { get; private set; } = "";

    public string Scope => $"{ScopeDate}/{Region}/{Service}/{Terminator}";

    public byte[] ToWire()
    {
        var signed = new List<(string Name, string Value)>(Signed) { ("host", Host), ("x-amz-date", Timestamp) };
        if (PayloadHash is not null)
        {
            signed.Add(("x-amz-content-sha256", PayloadHash));
        }

        (string Name, string Value)[] sorted = signed.OrderBy(field => field.Name, StringComparer.Ordinal).ToArray();
        string names = string.Join(';', sorted.Select(field => field.Name));
        string canonical = $"{Method}\n{Path}\n{Query}\n{string.Concat(sorted.Select(field => $"{field.Name}:{field.Value}\n"))}\n{names}\n{PayloadHash}";
        Signature = Sign($"AWS4-HMAC-SHA256\n{Timestamp}\n{Scope}\n{Hash(Encoding.Latin1.GetBytes(canonical))}");

        string target = SentTarget ?? (Query.Length == 0 ? Path : $"{Path}?{Query}");
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {target} HTTP/1.1\r\n");
        foreach ((string name, string value) in sorted)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        foreach (string line in Unsigned)
        {
            head.Append(line).Append("\r\n");
        }

        if (Content.Length > 0 && !signed.Exists(field => field.Name == "transfer-encoding"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Content.Length}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Authorization: AWS4-HMAC-SHA256 Credential={AccessKey}/{Scope}, SignedHeaders={names}, Signature={Signature}\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. Content];
    }

    /// <summary>Signs any string with the key of this request's scope.</summary>
    public string Sign(string stringToSign)
    {
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + SecretKey);
        foreach (string part in Scope.Split('/'))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.Latin1.GetBytes(stringToSign)));
    }

    public static string Hash(byte[] octets) => Convert.ToHexStringLower(SHA256.HashData(octets));
}
