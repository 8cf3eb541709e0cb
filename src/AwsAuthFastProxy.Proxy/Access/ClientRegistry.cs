namespace AwsAuthFastProxy.Proxy.Access;

/// <summary>What is known of client addresses over all loops of the process.</summary>
/// <param name="passwords">Checks passwords; on threads of its own when null.</param>
internal sealed class ClientRegistry(PasswordChecks? passwords = null)
{
    /// <summary>Who has how many connections.</summary>
    public ClientConnections Connections { get; } = new();

    /// <summary>Who may do what how often.</summary>
    public RateTable Rates { get; } = new();

    /// <summary>Whose passwords are right.</summary>
    public PasswordChecks Passwords { get; } = passwords ?? new PasswordChecks();
}
