namespace AwsAuthFastProxy.Http.Tests;

/// <summary>What a decoder made of a body: status, all data, how many bytes it used, and why it refused.</summary>
internal sealed record ChunkedOutcome(ChunkStatus Status, string Data, int Consumed, RejectReason Reason)
{
    /// <summary>Runs the decoder over the bytes cut into fragments at the offsets given.</summary>
    public static ChunkedOutcome Of(byte[] bytes, params int[] cuts)
    {
        ChunkedDecoder decoder = default;
        List<byte> data = [];
        int consumed = 0;
        ChunkStep step = default;
        int start = 0;
        foreach (int end in (int[])[.. cuts, bytes.Length])
        {
            ReadOnlySpan<byte> fragment = bytes.AsSpan(start..end).ToArray();
            start = end;
            do
            {
                step = decoder.Read(fragment);
                consumed += step.Consumed;
                Assert.InRange(step.Consumed, 0, fragment.Length);
                data.AddRange(fragment.Slice(step.DataOffset, step.DataLength));
                fragment = fragment[step.Consumed..];
                Assert.Equal(step.Status == ChunkStatus.Data, step.DataLength > 0);
            }
            while (step.Status == ChunkStatus.Data);

            if (step.Status != ChunkStatus.NeedMore)
            {
                break;
            }

            Assert.True(fragment.IsEmpty);
        }

        Assert.Equal(data.Count, decoder.DataBytes);
        Assert.Equal(step.Status == ChunkStatus.Done, decoder.IsDone);
        return new ChunkedOutcome(step.Status, WireText.Encode([.. data]), consumed, step.Reason);
    }
}
