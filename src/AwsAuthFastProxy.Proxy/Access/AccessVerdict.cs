using AwsAuthFastProxy.Proxy.Answers;

namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>What the gate says of a request. The default value lets it in.</summary>
/// <param name="Error">Why not, or null.</param>
/// <param name="RetryAfter">With <see cref="ProxyError.RateLimited"/> and its like: after how many seconds.</param>
/// <param name="Pending">It is not known yet: ask again when this has ended.</param>
internal readonly record struct AccessVerdict(ProxyError? Error, int RetryAfter = 0, PasswordCheck? Pending = null)
{
    public bool IsLetIn => Error is null && Pending is null;
}
