using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Answers;
using AwsAuthFastProxy.Proxy.Upstreams;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>What a try that failed means: for the request, and for the address it went to.</summary>
internal sealed partial class Exchange
{
    private PoolWaiter? _waiter;

    /// <summary>
    /// A second try is safe when the first went out on a kept connection, which the upstream may have been closing, not one byte came
    /// back, no byte of a body is gone, the client still brings it, and the method may be repeated (RFC 9110 §9.2.2).
    /// </summary>
    private bool MayRetry(UpstreamConnection upstream) =>
        IsStale(upstream)
        && !_responseBegun
        && !IsBodyGone
        && !_clientBroke
        && RequestMethods.IsIdempotent(_method)
        && !_clientGone;

    /// <summary>A kept connection that broke without an answer: its server let go of it, which says nothing against the address.</summary>
    private bool IsStale(UpstreamConnection upstream) => upstream.IsReused && _failure is (ProxyError.SendFailed or ProxyError.NoResponse);

    /// <summary>Tells the pool what the try says of the address. A client that broke it off says nothing.</summary>
    private void Judge(UpstreamConnection upstream)
    {
        if (_answerBegun || _slowedDown)
        {
            upstream.Pool.Judge(upstream.Peer, good: true);
        }
        else if (SpeaksAgainstUpstream(_failure) && !_clientGone && !_clientBroke && !IsStale(upstream))
        {
            upstream.Pool.Judge(upstream.Peer, good: false);
        }
    }

    private static bool SpeaksAgainstUpstream(ProxyError? failure) => failure is ProxyError.SendFailed or ProxyError.NoResponse
        or ProxyError.ResponseTimedOut or ProxyError.BadResponse or ProxyError.TooManyInterimResponses or ProxyError.UnexpectedUpgrade;
}
