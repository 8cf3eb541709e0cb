namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>How often one client address may do a thing: a bucket of tokens.</summary>
/// <param name="PerSecond">Tokens that come back each second, 1 to 1,000,000.</param>
/// <param name="Burst">Tokens the bucket holds, at least 1.</param>
public sealed record RateModel(int PerSecond, int Burst)
{
    /// <summary>In words.</summary>
    public override string ToString() => $"{PerSecond} per second and {Burst} at once";
}
