namespace AwsAuthFastProxy.Proxy.Tests.Exchanges;

/// <summary>What a client sends, and what it hears before it sends more.</summary>
internal sealed class ClientStage
{
    public string Sent { get; set; } = "";

    public string Heard { get; set; } = "";
}
