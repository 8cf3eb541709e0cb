using System.Text;

namespace AwsAuthFastProxy.Origin.Tests;

public class WorkedExampleTests
{
    private static readonly WorkedExample[] s_examples = CaseFile.Read<WorkedExample>("worked-examples.json");

    public static TheoryData<string> Names => new(s_examples.Select(example => example.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task DocumentedRequest_IsAccepted(string name)
    {
        WorkedExample example = Find(name);
        OriginRig rig = Rig();

        WireResponse response = await rig.SendAsync(example.ToWire());

        Assert.Equal(example.Status, response.Status);
        SignatureVerdict verdict = Assert.Single(rig.Received).Verdict;
        Assert.True(verdict.Accepted);
        Assert.Equal(example.CanonicalRequestSha256, SignedRequest.Hash(Encoding.Latin1.GetBytes(verdict.CanonicalRequest!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task OneDigitOfTheSignatureChanged_IsRejected(string name)
    {
        WorkedExample example = Find(name);
        foreach (string signature in (example.Chunks ?? []).Select(chunk => chunk.Signature).Append(example.Signature))
        {
            foreach (int at in new[] { 0, 31, 63 })
            {
                char other = signature[at] == '0' ? '1' : '0';
                string changed = signature[..at] + other + signature[(at + 1)..];
                string wire = Encoding.Latin1.GetString(example.ToWire()).Replace(signature, changed, StringComparison.Ordinal);
                OriginRig rig = Rig();

                WireResponse response = await rig.SendAsync(wire);

                Assert.Equal(403, response.Status);
                Assert.Equal("SignatureDoesNotMatch", response.Code);
                Assert.False(Assert.Single(rig.Received).Verdict.Accepted);
                Assert.Null(rig.Store.Get(OriginRig.Bucket, "test$file.text"));
                Assert.Null(rig.Store.Get(OriginRig.Bucket, "chunkObject.txt"));
            }
        }
    }

    [Fact]
    public async Task ChunkedExample_StoresTheDecodedData()
    {
        OriginRig rig = Rig();

        await rig.SendAsync(Find("chunked PUT").ToWire());

        StoredObject stored = rig.Store.Get(OriginRig.Bucket, "chunkObject.txt")!;
        Assert.Equal(Enumerable.Repeat((byte)'a', 66560), stored.Content.ToArray());
        Assert.DoesNotContain(stored.Headers, line => line.Key == "Content-Encoding");
    }

    [Fact]
    public async Task ChunkedExampleWithOneOctetOfDataChanged_IsRejected()
    {
        OriginRig rig = Rig();
        byte[] wire = Find("chunked PUT").ToWire();
        wire[^200] = (byte)'b';

        WireResponse response = await rig.SendAsync(wire);

        Assert.Equal("SignatureDoesNotMatch", response.Code);
        Assert.Null(rig.Store.Get(OriginRig.Bucket, "chunkObject.txt"));
    }

    private static OriginRig Rig()
    {
        var rig = new OriginRig();
        rig.Store.Put(OriginRig.Bucket, "test.txt", "0123456789abcdef"u8.ToArray());
        return rig;
    }

    private static WorkedExample Find(string name) => s_examples.Single(example => example.Name == name);
}
