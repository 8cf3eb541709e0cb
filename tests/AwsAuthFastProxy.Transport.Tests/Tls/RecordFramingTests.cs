using AwsAuthFastProxy.Transport.Tls;

namespace AwsAuthFastProxy.Transport.Tests.Tls;

public class RecordFramingTests
{
    [Fact]
    public void EndsOfRecords_AreFoundHoweverTheyAreCut()
    {
        byte[] wire = [.. Record(0), .. Record(1), .. Record(300), .. Record(16_640), .. Record(65_535), .. Record(2)];
        int[] ends = [5, 11, 316, 16_961, 82_501, 82_508];
        Assert.Equal(ends[^1], wire.Length);
        var random = new Random(7);
        foreach (int most in (int[])[1, 2, 3, 4, 5, 6, 7, 100, 20_000, 100_000])
        {
            var framing = new RecordFraming();
            var found = new List<int>();
            for (int at = 0; at < wire.Length;)
            {
                ReadOnlySpan<byte> seen = wire.AsSpan(at, Math.Min(random.Next(1, most + 1), wire.Length - at));
                int next = framing.LengthOfNext(seen);
                int end = ends.First(one => one > at);
                if (next >= 0)
                {
                    Assert.Equal(end - at, next);
                }

                seen = seen[..Math.Min(seen.Length, end - at)];
                framing.Pass(seen);
                at += seen.Length;
                if (at == end)
                {
                    found.Add(at);
                }
            }

            Assert.Equal(ends, found);
        }
    }

    [Fact]
    public void LengthIsKnown_WithTheHeader()
    {
        var framing = new RecordFraming();
        Assert.Equal(-1, framing.LengthOfNext([]));
        Assert.Equal(-1, framing.LengthOfNext([23, 3, 3, 1]));
        Assert.Equal(263, framing.LengthOfNext([23, 3, 3, 1, 2]));
        framing.Pass([23, 3, 3, 1]);
        Assert.Equal(-1, framing.LengthOfNext([]));
        Assert.Equal(259, framing.LengthOfNext([2]));
        framing.Pass([2]);
        Assert.Equal(258, framing.LengthOfNext([]));
    }

    private static byte[] Record(int length)
    {
        byte[] record = new byte[5 + length];
        record.AsSpan().Fill(0xEE);
        record[0] = 23;
        (record[3], record[4]) = ((byte)(length >> 8), (byte)length);
        return record;
    }
}
