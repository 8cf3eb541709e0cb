using System.Text;
using AwsAuthFastProxy.Proxy.AccessLogs;

namespace AwsAuthFastProxy.Proxy.Tests.AccessLogs;

public class AccessLogRingTests
{
    [Fact]
    public void Lines_ComeOutAsTheyWentInAlsoAcrossTheEnd()
    {
        var random = new Random(1);
        var ring = new AccessLogRing(64, static () => { });
        var expected = new StringBuilder();
        var actual = new StringBuilder();
        for (int i = 0; i < 2000; i++)
        {
            string line = new string((char)('a' + (i % 26)), random.Next(20)) + "\n";
            long dropped = ring.Dropped;
            ring.Write(Encoding.ASCII.GetBytes(line));
            expected.Append(ring.Dropped == dropped ? line : "");
            if (random.Next(3) == 0)
            {
                ReadOnlySpan<byte> bytes = ring.Peek();
                int taken = random.Next(bytes.Length + 1);
                actual.Append(Encoding.ASCII.GetString(bytes[..taken]));
                ring.Advance(taken);
            }
        }

        while (ring.Peek() is { IsEmpty: false } rest)
        {
            actual.Append(Encoding.ASCII.GetString(rest));
            ring.Advance(rest.Length);
        }

        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.True(ring.Dropped > 0);
    }

    [Fact]
    public void FullRing_LeavesWholeLinesOutAndTellsTheReaderOnce()
    {
        int told = 0;
        var ring = new AccessLogRing(16, () => told++);

        ring.Write("1234567\n"u8);
        ring.Write("12345678\n"u8);
        ring.Write("234567\n"u8);
        ring.Write("\n"u8);

        Assert.Equal(1, told);
        Assert.Equal(1, ring.Dropped);
        Assert.Equal("1234567\n234567\n\n", Encoding.ASCII.GetString(ring.Peek()));
        ring.Write("x"u8);
        Assert.Equal(2, ring.Dropped);
    }
}
