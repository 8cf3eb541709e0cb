using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.SigV4.Hashing;
using Xunit;

namespace AwsAuthFastProxy.SigV4.Tests.Hashing;

public class SignatureHashTests
{
    public static TheoryData<string> Kinds => ["framework", "fastest"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnyData_GivesTheFrameworksHashAndMac(string kind)
    {
        var random = new Random(20130524);
        for (int round = 0; round < 2000; round++)
        {
            byte[] key = new byte[32];
            random.NextBytes(key);
            byte[] data = new byte[random.Next(0, round < 1900 ? 700 : 20_000)];
            random.NextBytes(data);
            using SignatureHash hash = Create(kind, key);
            Span<byte> result = new byte[32];
            for (int again = 0; again < 2; again++)
            {
                hash.Hash(data, result);
                Assert.Equal(SHA256.HashData(data), result.ToArray());
                hash.Mac(data, result);
                Assert.Equal(HMACSHA256.HashData(key, data), result.ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rfc4231Case2_GivesThePublishedMac(string kind)
    {
        using SignatureHash hash = Create(kind, Encoding.ASCII.GetBytes("Jefe"));
        byte[] mac = new byte[32];
        hash.Mac("what do ya want for nothing?"u8, mac);
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", Convert.ToHexStringLower(mac));
    }

    [Fact]
    public void Disposed_HoldsNothingOfTheKey()
    {
        using SignatureHash hash = SignatureHash.Create(new byte[32]);
        hash.Dispose();
        Assert.Throws<ObjectDisposedException>(() => hash.Mac("x"u8, new byte[32]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void DataOfOneBeginning_GivesTheFrameworksMacs(string kind)
    {
        byte[] key = [.. Enumerable.Range(1, 32).Select(static n => (byte)n)];
        using SignatureHash hash = Create(kind, key);
        var random = new Random(20261122);
        byte[] mac = new byte[32];
        for (int round = 0; round < 500; round++)
        {
            // Lengths around one block and two; beginnings that stay, return, and differ in the block's last byte only.
            byte[] data = new byte[random.Next(0, 4) switch { 0 => random.Next(60, 68), 1 => random.Next(124, 132), _ => random.Next(0, 300) }];
            data.AsSpan().Fill((byte)random.Next(0, 2));
            if (data.Length >= 64)
            {
                data[63] = (byte)random.Next(0, 3);
            }

            hash.Mac(data, mac);
            Assert.Equal(HMACSHA256.HashData(key, data), mac);
        }
    }

    private static SignatureHash Create(string kind, byte[] key) =>
        kind == "framework" ? new IncrementalSignatureHash(key) : SignatureHash.Create(key);
}
