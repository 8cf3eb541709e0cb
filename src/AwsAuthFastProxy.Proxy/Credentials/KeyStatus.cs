namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>
/// How it stands with the keys of one credential set at one moment: for readiness, metrics and people. Holds no secret; an access key id
/// is none. Immutable.
/// </summary>
public sealed record KeyStatus
{
    /// <summary>The name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where keys come from: <c>static</c>, <c>environment</c>, <c>signingKeys</c>, or a provider's name as the configuration has it;
    /// <c>chain</c> with the one that answered, as <c>chain (instance)</c>.
    /// </summary>
    public required string Provider { get; init; }

    /// <summary>The access key id in force, or null while there is none.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Whether a request can be signed now.</summary>
    public bool IsUsable { get; init; }

    /// <summary>
    /// When the keys in hand end: the expiry of temporary credentials, or midnight UTC after the last of the days in hand. Null when no end
    /// is known, or there are no keys.
    /// </summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Seconds until <see cref="Expires"/>, negative once it is past; null without it.</summary>
    public double? SecondsToExpiry { get; init; }

    /// <summary>UTC days that day keys are in hand for without a gap, today included; null for keys that are not of a day.</summary>
    public int? DaysInHand { get; init; }

    /// <summary>New values taken since the start: fetched from a provider, or read from files.</summary>
    public long Refreshes { get; init; }

    /// <summary>Attempts to get new values that failed since the start.</summary>
    public long Failures { get; init; }

    /// <summary>Why the last attempt failed; null once one has succeeded again.</summary>
    public string? LastError { get; init; }
}
