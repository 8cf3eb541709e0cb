namespace AwsAuthFastProxy.Http;

/// <summary>
/// The comma-separated members of one field value, white space trimmed; empty members are given too, and the caller
/// decides about them (RFC 9110 §5.6.1). For lists of tokens only: it knows no quoted strings.
/// </summary>
internal ref struct ListElements
{
    private ReadOnlySpan<byte> _rest;
    private bool _ended;

    public ListElements(ReadOnlySpan<byte> value)
    {
        _rest = value;
    }

    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        int comma = _rest.IndexOf((byte)',');
        _ended = comma < 0;
        Current = Grammar.TrimWhitespace(_ended ? _rest : _rest[..comma]);
        _rest = _ended ? default : _rest[(comma + 1)..];
        return true;
    }
}
