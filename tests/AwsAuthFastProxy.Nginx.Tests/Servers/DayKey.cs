using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>The signing key of the day on which the tests began, as ngx_aws_auth is given it.</summary>
internal static class DayKey
{
    /// <summary>Access key id of the configurations.</summary>
    public const string AccessKey = "AKIDEXAMPLE";

    /// <summary>The secret the key is derived from.</summary>
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly string s_day = DateTime.UtcNow.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Its scope.</summary>
    public static string Scope => $"{s_day}/us-east-1/s3/aws4_request";

    /// <summary>The key.</summary>
    public static string Base64 { get; } = Convert.ToBase64String(
        ((string[])[s_day, "us-east-1", "s3", "aws4_request"]).Aggregate(
            Encoding.ASCII.GetBytes("AWS4" + SecretKey), static (key, word) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(word))));
}
