namespace AwsAuthFastProxy.Http;

/// <summary>What the Connection field of a message says about its connection (RFC 9110 §7.6.1, RFC 9112 §9.3).</summary>
public readonly struct ConnectionOptions
{
    internal ConnectionOptions(bool close, bool keepAlive, bool upgrade, int minorVersion, RejectReason reject)
    {
        WantsClose = close;
        WantsKeepAlive = keepAlive;
        WantsUpgrade = upgrade;
        Reject = reject;

        // RFC 9112 §9.3: close wins; HTTP/1.1 persists; HTTP/1.0 only with keep-alive.
        IsPersistent = !close && reject == RejectReason.None && (minorVersion >= 1 || keepAlive);
    }

    /// <summary>The option <c>close</c> is present.</summary>
    public bool WantsClose { get; }

    /// <summary>The option <c>keep-alive</c> is present.</summary>
    public bool WantsKeepAlive { get; }

    /// <summary>The option <c>upgrade</c> is present, and with it an Upgrade field (RFC 9110 §7.8).</summary>
    public bool WantsUpgrade { get; }

    /// <summary>Whether the sender lets the connection persist after this message.</summary>
    public bool IsPersistent { get; }

    /// <summary>Why the Connection field is refused, or <see cref="RejectReason.None"/>.</summary>
    public RejectReason Reject { get; }
}
