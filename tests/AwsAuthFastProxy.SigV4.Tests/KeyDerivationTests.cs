using System.Security.Cryptography;
using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

public class KeyDerivationTests
{
    public static TheoryData<DerivedKeyCase> Cases => new(CaseFile.Read<DerivedKeyCase>("keys.json"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void PublishedSecret_GivesPublishedKey(DerivedKeyCase vector)
    {
        var key = new byte[KeyDerivation.KeyLength];

        KeyDerivation.Derive(Encoding.UTF8.GetBytes(vector.Secret), CredentialScope.Parse(vector.Scope), key);

        Assert.Equal(vector.Key, Convert.ToBase64String(key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(251)]
    [InlineData(252)]
    [InlineData(253)]
    [InlineData(5_000)]
    public void SecretOfAnyLength_GivesTheChainOfHmacs(int length)
    {
        var secret = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var expected = HMACSHA256.HashData([.. "AWS4"u8, .. secret], "20130524"u8);
        expected = HMACSHA256.HashData(expected, "eu-west-1"u8);
        expected = HMACSHA256.HashData(expected, "s3"u8);
        expected = HMACSHA256.HashData(expected, "aws4_request"u8);
        var key = new byte[KeyDerivation.KeyLength + 2];

        KeyDerivation.Derive(secret, "20130524"u8, "eu-west-1"u8, "s3"u8, key.AsSpan(1));

        Assert.Equal([0, .. expected, 0], key);
    }

    [Fact]
    public void ShortDestination_IsRefused() =>
        Assert.Throws<ArgumentException>("key", () => KeyDerivation.Derive("s"u8, "20130524"u8, "r"u8, "s3"u8, new byte[31]));
}
