using System.Security.Cryptography;
using System.Text;
using AwsAuthFastProxy.SigV4.Checksums;
using AwsAuthFastProxy.Tests.Shared;

namespace AwsAuthFastProxy.SigV4.Tests.Checksums;

public class ChecksumTests
{
    public static TheoryData<ChecksumAlgorithm> Algorithms =>
        [ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha1, ChecksumAlgorithm.Sha256];

    // The check values of "123456789": ITU-T V.42, RFC 3720, the NVM Command Set specification, FIPS 180-4.
    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32, "cbf43926")]
    [InlineData(ChecksumAlgorithm.Crc32C, "e3069283")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "ae8b14860a799888")]
    [InlineData(ChecksumAlgorithm.Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441")]
    [InlineData(ChecksumAlgorithm.Sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225")]
    public void CheckValue_IsThePublishedOne(ChecksumAlgorithm algorithm, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Convert.FromBase64String(Of(algorithm, "123456789"u8.ToArray()))));

    // Amazon S3 API reference, "Signature calculations ... with trailing headers": 65 KiB of the letter a.
    [Fact]
    public void PublishedTrailerExample_GivesItsChecksum() =>
        Assert.Equal("sOO8/Q==", Of(ChecksumAlgorithm.Crc32C, Encoding.ASCII.GetBytes(new string('a', 65 * 1024))));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void EveryLengthAndSplit_IsWhatABitAtATimeGives(ChecksumAlgorithm algorithm)
    {
        var random = new Random(20261122);
        var checksum = new Checksum();
        for (var length = 0; length <= 600; length += length < 300 ? 1 : 37)
        {
            var data = new byte[length];
            random.NextBytes(data);
            var expected = NaiveChecksum.Base64(algorithm, data);
            for (var split = 0; split <= length; split += 1 + (length / 9))
            {
                checksum.Begin(algorithm);
                checksum.Append(data.AsSpan(0, split));
                checksum.Append(data.AsSpan(split));
                Assert.Equal(expected, Value(checksum));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void LargeBody_InOddPieces_IsTheSame(ChecksumAlgorithm algorithm)
    {
        var data = new byte[300_001];
        new Random(7).NextBytes(data);
        var checksum = new Checksum();
        checksum.Begin(algorithm);
        for (int at = 0, size = 1; at < data.Length; at += size, size = (size * 3 % 70_001) + 1)
        {
            size = Math.Min(size, data.Length - at);
            checksum.Append(data.AsSpan(at, size));
        }

        Assert.Equal(NaiveChecksum.Base64(algorithm, data), Value(checksum));
    }

    [Fact]
    public void TablesAlone_GiveTheSame()
    {
        var data = new byte[1000];
        new Random(3).NextBytes(data);
        foreach (var crc in new[] { ReflectedCrc.Crc32, ReflectedCrc.Crc64Nvme })
        {
            Assert.Equal(crc.AppendByTable(uint.MaxValue, data), crc.Append(uint.MaxValue, data));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void UnfinishedBody_LeavesNothingBehind(ChecksumAlgorithm algorithm)
    {
        var checksum = new Checksum();
        checksum.Begin(algorithm);
        checksum.Append("broken off"u8);
        checksum.Begin(algorithm);
        checksum.Append("123456789"u8);

        Assert.Equal(Of(algorithm, "123456789"u8.ToArray()), Value(checksum));
    }

    [Fact]
    public void None_IsEmpty()
    {
        var checksum = new Checksum();
        checksum.Begin(ChecksumAlgorithm.None);
        checksum.Append("abc"u8);

        Assert.Equal(0, checksum.WriteBase64([]));
    }

    [Fact]
    public void TooShortDestination_Throws()
    {
        var checksum = new Checksum();
        checksum.Begin(ChecksumAlgorithm.Crc32);

        Assert.Throws<ArgumentException>(() => checksum.WriteBase64(new byte[7]));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Names_AreFoundInAnyCaseAndHaveTheirLength(ChecksumAlgorithm algorithm)
    {
        var name = Encoding.ASCII.GetString(ChecksumFields.Name(algorithm));

        Assert.Equal(algorithm, ChecksumFields.Find(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
        Assert.True(ChecksumFields.IsValue(ChecksumFields.Name(algorithm)));
        Assert.EndsWith(Encoding.ASCII.GetString(ChecksumFields.Suffix(algorithm)), name, StringComparison.Ordinal);
        Assert.Equal(Of(algorithm, []).Length, ChecksumFields.ValueLength(algorithm));
        Assert.InRange(ChecksumFields.ValueLength(algorithm), 1, ChecksumFields.MaxValueLength);
    }

    [Theory]
    [InlineData("x-amz-checksum-mode", false)]
    [InlineData("X-Amz-Checksum-Algorithm", false)]
    [InlineData("x-amz-checksum-type", false)]
    [InlineData("x-amz-checksum-", false)]
    [InlineData("x-amz-meta-a", false)]
    [InlineData("x-amz-checksum-xxhash128", true)]
    public void FieldOfTheFamily_HoldsAValueOrSpeaksOfOne(string name, bool isValue)
    {
        Assert.Equal(isValue, ChecksumFields.IsValue(Encoding.ASCII.GetBytes(name)));
        Assert.Equal(ChecksumAlgorithm.None, ChecksumFields.Find(Encoding.ASCII.GetBytes(name)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void WarmChecksum_AllocatesNothing(ChecksumAlgorithm algorithm)
    {
        var checksum = new Checksum();
        var data = new byte[1000];
        var value = new byte[ChecksumFields.MaxValueLength];

        Assert.Equal(0, WarmAllocation.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                checksum.Begin(algorithm);
                checksum.Append(data);
                checksum.WriteBase64(value);
            }
        }));
    }

    private static string Of(ChecksumAlgorithm algorithm, byte[] data)
    {
        var checksum = new Checksum();
        checksum.Begin(algorithm);
        checksum.Append(data);
        return Value(checksum);
    }

    private static string Value(Checksum checksum)
    {
        var value = new byte[ChecksumFields.MaxValueLength];
        return Encoding.ASCII.GetString(value, 0, checksum.WriteBase64(value));
    }
}
