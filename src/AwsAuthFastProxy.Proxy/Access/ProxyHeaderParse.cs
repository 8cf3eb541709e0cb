namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>What became of reading a header of the PROXY protocol.</summary>
/// <param name="IsRejected">It is none.</param>
/// <param name="Length">Its bytes; 0 while it is not whole.</param>
/// <param name="Client">Whose connection it is; null when the peer speaks for itself.</param>
internal readonly record struct ProxyHeaderParse(bool IsRejected, int Length, ClientAddress? Client)
{
    public static ProxyHeaderParse Incomplete => default;

    public static ProxyHeaderParse Rejected => new(true, 0, null);

    public bool IsComplete => Length > 0;

    public static ProxyHeaderParse Complete(int length, ClientAddress? client) => new(false, length, client);
}
