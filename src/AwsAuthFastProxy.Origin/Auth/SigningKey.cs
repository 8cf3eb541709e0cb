using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.Origin;

/// <summary>A key derived for one scope, and the signatures made with it.</summary>
internal sealed class SigningKey
{
    private readonly byte[] _key;

    public SigningKey(string secret, CredentialScope scope)
    {
        byte[] date = Hmac(Encoding.UTF8.GetBytes("AWS4" + secret), scope.Date);
        byte[] region = Hmac(date, scope.Region);
        byte[] service = Hmac(region, scope.Service);
        _key = Hmac(service, scope.Terminator);
    }

    /// <summary>The signature in lower-case hexadecimal digits.</summary>
    public string Sign(string stringToSign) => Convert.ToHexStringLower(Hmac(_key, stringToSign));

    /// <summary>Compares in constant time; only lower-case digits are a signature.</summary>
    public static bool AreEqual(string computed, string presented) =>
        CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(computed), Encoding.Latin1.GetBytes(presented));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.Latin1.GetBytes(text));
}
