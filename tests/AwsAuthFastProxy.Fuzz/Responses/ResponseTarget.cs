using System.Text;
using AwsAuthFastProxy.Fuzz.Engine;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Fuzz.Responses;

/// <summary>
/// Response bytes, read by the proxy, by a slow reader and by the framework's client: two that accept one never read different ones,
/// and the proxy accepts none that the slow reader refuses.
/// </summary>
internal sealed class ResponseTarget : FuzzTarget
{
    private readonly ProductResponseReader _product = new();
    private readonly HttpClientReader _client = new();

    public override string Name => "responses";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. Corpus.Responses, .. Corpus.Found("responses")];

    public override void Check(byte[] input)
    {
        bool isHead = ChoicesOf(input).Next(8) == 0;
        string method = isHead ? "HEAD" : "GET";
        ReadResponse? ours = _product.Read(input, isHead ? RequestMethod.Head : RequestMethod.Get);
        int position = 0;
        SlowResponseReader.Outcome outcome = SlowResponseReader.Read(Encoding.Latin1.GetString(input), ref position, method, out ReadResponse? slow);
        if (ours is null)
        {
            return;
        }

        Assert.Equal(SlowResponseReader.Outcome.Whole, outcome);
        Assert.True(ours.Lines.SequenceEqual(slow!.Lines) && Same(ours, slow), $"the proxy reads\n{ours}\n--- the slow reader reads\n{slow}");
        if (_client.Read(input, method) is { } theirs)
        {
            Assert.True(Told(ours).SequenceEqual(Told(theirs)) && Same(ours, theirs), $"the proxy reads\n{ours}\n--- HttpClient reads\n{theirs}");
        }
    }

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    /// <summary>HttpClient writes the lists that it acts upon itself anew.</summary>
    private static IEnumerable<string> Told(ReadResponse response) => response.Meaning.Where(static line =>
        !line.StartsWith("connection:", StringComparison.Ordinal) && !line.StartsWith("transfer-encoding:", StringComparison.Ordinal));

    private static bool Same(ReadResponse a, ReadResponse b) => a.Status == b.Status && a.Body.AsSpan().SequenceEqual(b.Body);
}
