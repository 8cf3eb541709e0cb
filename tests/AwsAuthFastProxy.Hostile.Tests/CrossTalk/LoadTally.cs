namespace AwsAuthFastProxy.Hostile.Tests.CrossTalk;

/// <summary>What all clients of a load have met.</summary>
internal sealed class LoadTally
{
    private long _whole;
    private long _cut;
    private long _refused;
    private long _left;
    private string? _wrong;

    /// <summary>Answers that were whole and right.</summary>
    public long Whole => Interlocked.Read(ref _whole);

    /// <summary>Answers that broke off, their bytes right as far as they came.</summary>
    public long Cut => Interlocked.Read(ref _cut);

    /// <summary>Answers that the proxy made because the upstream failed.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests whose client left before the answer.</summary>
    public long Left => Interlocked.Read(ref _left);

    /// <summary>The first wrong thing, or null.</summary>
    public string? Wrong => Volatile.Read(ref _wrong);

    public long Total => Whole + Cut + Refused + Left;

    public void AddWhole() => Interlocked.Increment(ref _whole);

    public void AddCut() => Interlocked.Increment(ref _cut);

    public void AddRefused() => Interlocked.Increment(ref _refused);

    public void AddLeft(int requests = 1) => Interlocked.Add(ref _left, requests);

    public void AddWrong(string what) => Interlocked.CompareExchange(ref _wrong, what, null);

    public override string ToString() => $"{Whole} whole, {Cut} cut, {Refused} refused, {Left} left";
}
