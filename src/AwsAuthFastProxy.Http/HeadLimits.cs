namespace AwsAuthFastProxy.Http;

/// <summary>What a head may measure. A plain value, copied into each parse call by reference.</summary>
public readonly struct HeadLimits
{
    /// <summary>Default limit of the head in bytes: 16 KiB.</summary>
    public const int DefaultHeadBytes = 16 * 1024;

    /// <summary>Default limit of field lines.</summary>
    public const int DefaultFieldCount = 100;

    /// <summary>Default limit of the request target in bytes: RFC 9112 §3 asks for at least 8,000.</summary>
    public const int DefaultTargetBytes = 8 * 1024;

    /// <summary>Largest head limit that may be configured: one megabyte.</summary>
    public const int LargestHeadBytes = 1024 * 1024;

    /// <summary>Largest field limit that may be configured.</summary>
    public const int LargestFieldCount = 4096;

    /// <summary>Limits with the values given.</summary>
    /// <param name="headBytes">Bytes of the whole head, its empty last line included.</param>
    /// <param name="fieldCount">Field lines.</param>
    /// <param name="targetBytes">Bytes of the request target.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not positive or over the largest allowed.</exception>
    public HeadLimits(
        int headBytes = DefaultHeadBytes,
        int fieldCount = DefaultFieldCount,
        int targetBytes = DefaultTargetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headBytes, LargestHeadBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fieldCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fieldCount, LargestFieldCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetBytes);
        HeadBytes = headBytes;
        FieldCount = fieldCount;
        TargetBytes = targetBytes;
    }

    /// <summary>The default limits.</summary>
    public static HeadLimits Default { get; } = new(DefaultHeadBytes);

    /// <summary>Most bytes of a head, its empty last line included.</summary>
    public int HeadBytes { get; }

    /// <summary>Most field lines of a head.</summary>
    public int FieldCount { get; }

    /// <summary>Most bytes of a request target.</summary>
    public int TargetBytes { get; }
}
