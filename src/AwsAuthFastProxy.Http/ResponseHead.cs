namespace AwsAuthFastProxy.Http;

/// <summary>
/// A parsed response head: offsets into the bytes it was parsed from, reused from response to response.
/// Filled by <see cref="HeadParser"/>; valid as long as those bytes stay in place. All offsets count from the parsed span's first byte.
/// </summary>
public sealed class ResponseHead
{
    /// <summary>An empty head with room for <paramref name="maxFields"/> field lines.</summary>
    public ResponseHead(int maxFields = HeadLimits.DefaultFieldCount)
    {
        Fields = new FieldTable(maxFields);
    }

    /// <summary>The field lines.</summary>
    public FieldTable Fields { get; }

    /// <summary>Bytes of the head, its empty last line included.</summary>
    public int Length { get; internal set; }

    /// <summary>The status code, 100 to 599.</summary>
    public int Status { get; internal set; }

    /// <summary>Whether this is an interim (1xx) response, after which another one follows (RFC 9110 §15.2).</summary>
    public bool IsInterim => Status < 200;

    /// <summary>The reason phrase; may be empty.</summary>
    public ByteRange Reason { get; internal set; }

    /// <summary>Minor version: 0 for HTTP/1.0, else 1.</summary>
    public int MinorVersion { get; internal set; }

    /// <summary>Forgets the parsed head.</summary>
    public void Reset()
    {
        Fields.Reset();
        Length = 0;
        Status = 0;
        Reason = default;
        MinorVersion = 0;
    }
}
