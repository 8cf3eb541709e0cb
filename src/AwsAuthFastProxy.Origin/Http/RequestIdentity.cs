using System.Security.Cryptography;

namespace AwsAuthFastProxy.Origin;

/// <summary>The two ids by which S3 names a request, in its headers and in its errors.</summary>
internal sealed record RequestIdentity(string RequestId, string HostId)
{
    public static RequestIdentity Create() =>
        new(Convert.ToHexString(RandomNumberGenerator.GetBytes(8)), Convert.ToBase64String(RandomNumberGenerator.GetBytes(56)));
}
