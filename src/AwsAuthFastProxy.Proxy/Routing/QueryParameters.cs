namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>Walks the pairs of a canonical query: <c>name=value</c> joined by <c>&amp;</c>, every name with its <c>=</c>.</summary>
internal ref struct QueryParameters(ReadOnlySpan<byte> canonicalQuery)
{
    private ReadOnlySpan<byte> _rest = canonicalQuery;

    /// <summary>The whole pair.</summary>
    public ReadOnlySpan<byte> Pair { get; private set; }

    /// <summary>The encoded name.</summary>
    public readonly ReadOnlySpan<byte> Name => Pair[..Pair.IndexOf((byte)'=')];

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        int end = _rest.IndexOf((byte)'&');
        Pair = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return true;
    }
}
