namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>Lets several loops say a thing once for each UTC day.</summary>
internal sealed class OnceADay
{
    private int _day;

    /// <summary>True for the first caller with this day (<c>yyyymmdd</c>). Thread-safe.</summary>
    public bool IsFirst(int day) => Interlocked.Exchange(ref _day, day) != day;
}
