namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>A row of cases/origin/worked-examples.json: an example of the AWS S3 documentation as a raw request.</summary>
internal sealed record WorkedExample(
    string Name, string Signature, string CanonicalRequestSha256, int Status, string Request, IReadOnlyList<WorkedExample.Chunk>? Chunks)
{
    public byte[] ToWire() => System.Text.Encoding.Latin1.GetBytes(Request + string.Concat(
        (Chunks ?? []).Select(chunk => $"{chunk.Size};chunk-signature={chunk.Signature}\r\n{new string(chunk.Fill[0], chunk.Count)}\r\n")));

    internal sealed record Chunk(string Size, string Fill, int Count, string Signature);
}
