namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>What a text becomes part of.</summary>
internal enum TextForm : byte
{
    /// <summary>Octets as they are: what regexes are matched with, bodies.</summary>
    Plain,

    /// <summary>A field's value: control octets, which only decoding can bring, are left out (RFC 9110 §5.5).</summary>
    Field,

    /// <summary>
    /// A request target: what was decoded is percent-encoded, so that none of its octets separates anything. Single parameters, fields and
    /// cookies stay as they came but for what would begin or split a query; the client's own target and query stay what they are.
    /// </summary>
    Target,

    /// <summary>A Location: as <see cref="Target"/>, but what is raw stays what it is, and there may be a fragment (RFC 9110 §10.2.2).</summary>
    Location,
}
