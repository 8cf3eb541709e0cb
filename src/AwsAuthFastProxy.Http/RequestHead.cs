namespace AwsAuthFastProxy.Http;

/// <summary>
/// A parsed request head: offsets into the bytes it was parsed from, reused from request to request.
/// Filled by <see cref="HeadParser"/>; valid as long as those bytes stay in place. All offsets count from the parsed span's first byte.
/// </summary>
public sealed class RequestHead
{
    /// <summary>An empty head with room for <paramref name="maxFields"/> field lines.</summary>
    public RequestHead(int maxFields = HeadLimits.DefaultFieldCount)
    {
        Fields = new FieldTable(maxFields);
    }

    /// <summary>The field lines.</summary>
    public FieldTable Fields { get; }

    /// <summary>Bytes of the head: ignored empty lines before it (RFC 9112 §2.2) and its own empty last line included.</summary>
    public int Length { get; internal set; }

    /// <summary>The method.</summary>
    public RequestMethod Method { get; internal set; }

    /// <summary>The method's bytes.</summary>
    public ByteRange MethodName { get; internal set; }

    /// <summary>The whole request target as received.</summary>
    public ByteRange Target { get; internal set; }

    /// <summary>The target's form.</summary>
    public TargetForm Form { get; internal set; }

    /// <summary>Absolute-form with the scheme https; false for every other target.</summary>
    public bool IsHttpsTarget { get; internal set; }

    /// <summary>The target's authority in absolute-form and authority-form, else empty.</summary>
    public ByteRange Authority { get; internal set; }

    /// <summary>
    /// The target's path, from its slash. Empty in asterisk-form and authority-form, and in absolute-form without a path,
    /// where <c>/</c> is meant (or <c>*</c> for OPTIONS without a query, RFC 9112 §3.2.4).
    /// </summary>
    public ByteRange Path { get; internal set; }

    /// <summary>The query without its question mark; see <see cref="HasQuery"/>.</summary>
    public ByteRange Query { get; internal set; }

    /// <summary>Whether the target has a question mark: <c>/a?</c> has an empty query, <c>/a</c> has none.</summary>
    public bool HasQuery { get; internal set; }

    /// <summary>
    /// The host asked for, with its port if given: the target's authority where there is one, else the Host field
    /// (RFC 9112 §3.3). Empty for an HTTP/1.0 request that names none.
    /// </summary>
    public ByteRange Host { get; internal set; }

    /// <summary>Minor version: 0 for HTTP/1.0, else 1 (a higher minor is read as 1.1, RFC 9110 §2.5).</summary>
    public int MinorVersion { get; internal set; }

    /// <summary>Forgets the parsed head.</summary>
    public void Reset()
    {
        Fields.Reset();
        Length = 0;
        Method = RequestMethod.Other;
        MethodName = default;
        Target = default;
        Form = TargetForm.Origin;
        IsHttpsTarget = false;
        Authority = default;
        Path = default;
        Query = default;
        HasQuery = false;
        Host = default;
        MinorVersion = 0;
    }
}
