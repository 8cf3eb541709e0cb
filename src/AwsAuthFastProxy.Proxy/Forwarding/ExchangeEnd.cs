namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>The verdict on the client's connection after an exchange.</summary>
internal enum ExchangeEnd : byte
{
    /// <summary>The next request may come.</summary>
    KeepOpen,

    /// <summary>Nobody is there any more, or the response was cut short and the client must see that.</summary>
    Close,

    /// <summary>The client may still be sending: its answer must not be lost in a reset.</summary>
    Linger,
}
