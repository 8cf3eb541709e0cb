namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>What is known of client addresses over all loops of the process.</summary>
internal sealed class ClientRegistry
{
    /// <summary>Who has how many connections.</summary>
    public ClientConnections Connections { get; } = new();

    /// <summary>Who may do what how often.</summary>
    public RateTable Rates { get; } = new();
}
