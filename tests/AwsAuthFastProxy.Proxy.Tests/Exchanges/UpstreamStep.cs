namespace AwsAuthFastProxy.Proxy.Tests.Exchanges;

/// <summary>What the upstream gets, and what it does then.</summary>
internal sealed class UpstreamStep
{
    public enum End
    {
        None,

        /// <summary>It ends its side behind its answer.</summary>
        Closes,

        /// <summary>It resets the connection behind its answer.</summary>
        Resets,

        /// <summary>The proxy closes the connection.</summary>
        IsEnded,
    }

    public string Expected { get; set; } = "";

    public string Answer { get; set; } = "";

    public End Then { get; set; }
}
