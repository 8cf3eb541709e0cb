using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

public class MutatedRequestTests
{
    private static readonly byte[][] s_seeds =
    [
        .. CaseFile.Read<WorkedExample>("worked-examples.json").Where(example => example.Chunks is null).Select(example => example.ToWire()),
        .. CaseFile.Read<RefusedRequest>("refused-requests.json").Select(refused => Encoding.Latin1.GetBytes(refused.Request)),
        Encoding.ASCII.GetBytes("PUT /b/k HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nx-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n"
            + "x-amz-decoded-content-length: 3\r\n\r\nd\r\n3\r\nabc\r\n0\r\n\r\n\r\n0\r\n\r\n"),
        Encoding.ASCII.GetBytes("GET /b?list-type=2&prefix=%41&delimiter=/&continuation-token=YQ== HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\nIf-Match: \"a\", W/\"b\"\r\n\r\n"),
    ];

    /// <summary>Whatever comes in, what goes out is a sequence of well-formed responses and none of them an accident.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task MutatedOctets_GetWellFormedAnswersOnly(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 2000; round++)
        {
            byte[] wire = Mutate(s_seeds[random.Next(s_seeds.Length)], random);
            var rig = new OriginRig(allowAnonymous: true);
            rig.Store.CreateBucket("b");

            byte[] answer = await rig.ConnectAsync(wire);

            string[] methods = rig.Received.Select(request => request.Method).ToArray();
            Assert.All(WireResponse.ParseAll(answer, methods), response => Assert.InRange(response.Status, 100, 599));
            Assert.All(rig.Received, request => Assert.True(request.Verdict.Accepted == (request.Verdict.ErrorCode is null)));
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> wire = [.. original];
        byte[] likely = [.. "\r\n \t:;,=%/?&0123456789abcfxX-\0\x7f"u8, 0x80, 0xFF];
        for (int count = random.Next(1, 5); count > 0 && wire.Count > 0; count--)
        {
            int at = random.Next(wire.Count);
            switch (random.Next(4))
            {
                case 0: wire[at] = likely[random.Next(likely.Length)]; break;
                case 1: wire.Insert(at, likely[random.Next(likely.Length)]); break;
                case 2: wire.RemoveAt(at); break;
                default: wire.InsertRange(at, wire.GetRange(at, Math.Min(random.Next(1, 30), wire.Count - at))); break;
            }
        }

        return [.. wire];
    }
}
