using System.Security.Cryptography;

namespace AwsAuthFastProxy.Proxy.Answers;

/// <summary>Ids of the proxy's own answers: a random start per loop and a count, so that a log line and a client's report meet.</summary>
internal sealed class RequestId
{
    private ulong _next = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>16 upper-case hexadecimal digits.</summary>
    public string Next() => (_next++).ToString("X16", System.Globalization.CultureInfo.InvariantCulture);
}
