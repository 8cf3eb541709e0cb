namespace AwsAuthFastProxy.Origin.Tests;

public class ChecksumAlgorithmTests
{
    /// <summary>The check values of the CRC catalogue and of FIPS 180 for the nine digits.</summary>
    [Theory]
    [InlineData("crc32", "CBF43926")]
    [InlineData("crc32c", "E3069283")]
    [InlineData("crc64nvme", "AE8B14860A799888")]
    [InlineData("sha1", "F7C3BC1D808E04732ADF679965CCC34CA7AE3441")]
    [InlineData("sha256", "15E2B0D3C33891EBB0F1EF609EC419420C20E320CE94C65FBC8C3312448EB225")]
    public void NineDigits_HaveTheCheckValue(string name, string expected) =>
        Assert.Equal(Convert.ToBase64String(Convert.FromHexString(expected)), ChecksumAlgorithm.Compute(name, "123456789"u8));

    [Fact]
    public void UnknownName_IsNoAlgorithm() => Assert.Null(ChecksumAlgorithm.Compute("mode", "123456789"u8));
}
