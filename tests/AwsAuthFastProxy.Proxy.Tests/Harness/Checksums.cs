using System.Text;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>Checksums by the names of their fields; SigV4's own tests hold them against other definitions.</summary>
internal static class Checksums
{
    public static string Base64(string name, byte[] data)
    {
        var checksum = new Checksum();
        checksum.Begin(ChecksumFields.Find(Encoding.ASCII.GetBytes($"x-amz-checksum-{name}")));
        checksum.Append(data);
        byte[] value = new byte[ChecksumFields.MaxValueLength];
        return Encoding.ASCII.GetString(value, 0, checksum.WriteBase64(value));
    }
}
