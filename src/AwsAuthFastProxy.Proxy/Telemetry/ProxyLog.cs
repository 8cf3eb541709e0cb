using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>
/// Every event the proxy logs, with its id. A client's mistake is never above Debug; an upstream's is a Warning. Targets, fields and
/// keys are never logged, but for the one line in which a refused signature differs.
/// </summary>
internal static partial class ProxyLog
{
    [LoggerMessage(1, LogLevel.Debug, "Refused a request from {Client}: {Status} {Reason} ({RequestId}).")]
    public static partial void Refused(ILogger logger, string client, int status, string reason, string requestId);

    [LoggerMessage(2, LogLevel.Warning, "Upstream {Upstream}: {Status} {Reason}: {Detail} ({RequestId}).")]
    public static partial void UpstreamFailed(ILogger logger, string upstream, int status, string reason, string detail, string requestId);

    [LoggerMessage(3, LogLevel.Warning, "Upstream {Upstream}: a response ended early: {Detail}.")]
    public static partial void ResponseTruncated(ILogger logger, string upstream, string detail);

    [LoggerMessage(4, LogLevel.Debug, "Upstream {Upstream}: sent again on a fresh connection: {Detail}.")]
    public static partial void Retried(ILogger logger, string upstream, string detail);

    [LoggerMessage(5, LogLevel.Error, "No key to sign with for upstream {Upstream}: {Reason}.")]
    public static partial void NoKey(ILogger logger, string upstream, string reason);

    [LoggerMessage(6, LogLevel.Critical, "A session failed against its design.")]
    public static partial void SessionFaulted(ILogger logger, Exception error);

    [LoggerMessage(7, LogLevel.Information, "Listening on {EndPoint} ({Engine}, {Workers} workers).")]
    public static partial void Listening(ILogger logger, string endPoint, string engine, int workers);

    [LoggerMessage(8, LogLevel.Information, "Draining: {Clients} client connections open.")]
    public static partial void Draining(ILogger logger, long clients);

    [LoggerMessage(9, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(10, LogLevel.Critical, "An event loop failed.")]
    public static partial void LoopFaulted(ILogger logger, Exception error);

    [LoggerMessage(80, LogLevel.Warning, "Upstream {Upstream}: address {Address} failed {Failures} times in a row and is set aside for {Milliseconds} ms.")]
    public static partial void AddressSetAside(ILogger logger, string upstream, string address, int failures, long milliseconds);

    [LoggerMessage(81, LogLevel.Information, "Upstream {Upstream}: address {Address} is back in service.")]
    public static partial void AddressBack(ILogger logger, string upstream, string address);

    [LoggerMessage(70, LogLevel.Warning, "The process may hold {Descriptors} descriptors (ulimit -n): at most {Clients} client connections, and {Upstream} to each upstream.")]
    public static partial void FewDescriptors(ILogger logger, long descriptors, int clients, int upstream);

    [LoggerMessage(71, LogLevel.Debug, "No TLS with {Client}: {Detail}.")]
    public static partial void HandshakeFailed(ILogger logger, string client, string detail);

    [LoggerMessage(72, LogLevel.Debug, "Closed {Client}: no PROXY protocol header from a trusted address.")]
    public static partial void ProxyHeaderRejected(ILogger logger, string client);

    [LoggerMessage(50, LogLevel.Warning, "Upstream {Upstream}: no key for today ({Reason}); until 00:14 UTC requests are signed as of 23:59:59 with yesterday's, then answered 503. Lay down today's key.")]
    public static partial void SignedAsYesterday(ILogger logger, string upstream, string reason);

    [LoggerMessage(51, LogLevel.Warning, "Upstream {Upstream}: no key for tomorrow, and the day ends in minutes: {Reason}.")]
    public static partial void NoKeyForTomorrow(ILogger logger, string upstream, string reason);

    [LoggerMessage(60, LogLevel.Warning, "Upstream {Upstream}: bucket {Bucket} is in region {Region}: requests for it are now signed for that and go to {Host}. Write it into the configuration.")]
    public static partial void RegionLearned(ILogger logger, string upstream, string bucket, string region, string host);

    [LoggerMessage(61, LogLevel.Error, "Upstream {Upstream}: bucket {Bucket} is in region {Region}, and there is no key to sign for that: {Reason}.")]
    public static partial void RegionWithoutKey(ILogger logger, string upstream, string bucket, string region, string reason);

    [LoggerMessage(62, LogLevel.Warning, "Upstream {Upstream}: its clock minus ours is {Seconds} s: requests are now signed by its time. Set this machine's clock.")]
    public static partial void ClockLearned(ILogger logger, string upstream, long seconds);

    [LoggerMessage(63, LogLevel.Information, "Upstream {Upstream}: clocks agree again.")]
    public static partial void ClocksAgree(ILogger logger, string upstream);

    [LoggerMessage(64, LogLevel.Error, "Upstream {Upstream} does not take our signature. First difference: {Difference}.")]
    public static partial void SignatureDiffers(ILogger logger, string upstream, string difference);

    [LoggerMessage(900, LogLevel.Information, "Not ready any more; serving on for {Seconds:0.###} s before draining.")]
    public static partial void Withdrawn(ILogger logger, double seconds);

    [LoggerMessage(92, LogLevel.Error, "Access log lines are lost: {Detail}.")]
    public static partial void AccessLogFailed(ILogger logger, string detail);

    [LoggerMessage(93, LogLevel.Information, "Access logs reopened.")]
    public static partial void AccessLogsReopened(ILogger logger);
}
