namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>What a text becomes part of.</summary>
internal enum TextForm : byte
{
    /// <summary>Octets as they are: what regexes are matched with, bodies.</summary>
    Plain,

    /// <summary>A field's value: control octets, which only decoding can bring, are left out (RFC 9110 §5.5).</summary>
    Field,

    /// <summary>
    /// A request target or Location: what was decoded is percent-encoded, so that none of its octets separates anything. What is raw
    /// stays what it is.
    /// </summary>
    Target,
}
