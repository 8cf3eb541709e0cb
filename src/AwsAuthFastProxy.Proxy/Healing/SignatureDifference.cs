namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>Where two sides of a signature first differ. Tokens are masked.</summary>
/// <param name="Cause">Which part: the same for all requests that fail for the same reason.</param>
/// <param name="Theirs">The upstream's line, or empty.</param>
/// <param name="Ours">Our line, or empty.</param>
internal sealed record SignatureDifference(string Cause, string Theirs, string Ours)
{
    private const int MaxText = 300;

    /// <summary>In a sentence.</summary>
    public override string ToString() => Theirs.Length + Ours.Length == 0 ? Cause : $"{Cause}: the upstream has {Quote(Theirs)}, we signed {Quote(Ours)}";

    private static string Quote(string line)
    {
        string shown = new([.. line.Take(MaxText).Select(static letter => char.IsControl(letter) ? '?' : letter)]);
        return $"\"{shown}{(line.Length > MaxText ? "…" : "")}\"";
    }
}
