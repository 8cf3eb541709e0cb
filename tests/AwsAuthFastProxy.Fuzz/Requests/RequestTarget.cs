using AwsAuthFastProxy.Fuzz.Engine;

namespace AwsAuthFastProxy.Fuzz.Requests;

/// <summary>
/// Request bytes, read by the proxy, by the origin's slow reader and by Kestrel: two that both accept a request never read different ones.
/// </summary>
internal sealed class RequestTarget : FuzzTarget
{
    private readonly ProductReader _product = new();
    private readonly KestrelReader _kestrel = new();

    public override string Name => "requests";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. Corpus.Requests, .. Corpus.Found("requests")];

    public override void Check(byte[] input)
    {
        List<ReadRequest> ours = _product.Read(input);
        Compare("origin", ours, OriginReader.Read(input, out _), static (a, b) => a.Lines.SequenceEqual(b.Lines));
        Compare("Kestrel", ours, _kestrel.Read(input), static (a, b) => Told(a).SequenceEqual(Told(b)));
    }

    public override void Dispose()
    {
        _kestrel.Dispose();
        base.Dispose();
    }

    /// <summary>Kestrel writes Connection anew where it knows what it says; it ends here in any case.</summary>
    private static IEnumerable<string> Told(ReadRequest request) =>
        request.Meaning.Where(static line => !line.StartsWith("connection:", StringComparison.Ordinal));

    private static void Compare(string other, List<ReadRequest> ours, List<ReadRequest> theirs, Func<ReadRequest, ReadRequest, bool> sameFields)
    {
        foreach ((ReadRequest a, ReadRequest b) in ours.Zip(theirs))
        {
            if (a.Upgrades || b.Upgrades)
            {
                return;
            }

            bool same = a.Method == b.Method && a.Target == b.Target && sameFields(a, b) && a.Body.AsSpan().SequenceEqual(b.Body);
            Assert.True(same, $"the proxy reads\n{a}\n--- {other} reads\n{b}");
        }
    }
}
