namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>
/// The least average speed of one side of a body. Bytes earn time, waiting spends it, and no more than <c>most</c> is ever saved: so a side that
/// falls below the rate is cut off after that time, however fast it was before, and one that merely pauses is not. Times are milliseconds.
/// </summary>
internal struct Pace
{
    private readonly long _rate;
    private readonly long _most;

    // In byte-milliseconds, so that nothing is lost to rounding: a byte earns 1000, a millisecond spends the rate.
    private long _credit;

    /// <param name="most">Milliseconds that may be saved; also the longest single wait.</param>
    /// <param name="rate">Bytes per second; 0 is no bound but <paramref name="most"/> for each wait.</param>
    public Pace(long most, long rate)
    {
        _most = most;
        _rate = rate;
        _credit = most * rate;
    }

    /// <summary>How long a wait that begins now may last.</summary>
    public readonly long Left => _rate == 0 ? _most : Math.Max(0, _credit / _rate);

    /// <summary>Bytes have moved.</summary>
    public void Earn(long bytes) => _credit = Math.Min(_most * _rate, _credit + (bytes * 1000));

    /// <summary>A wait for the side has lasted so long. Waits end late, so what is spent may be more than there was; bytes that came meanwhile make up for it.</summary>
    public void Spend(long milliseconds) => _credit = Math.Max(-_most * _rate, _credit - (Math.Min(milliseconds, _most * 2) * _rate));
}
