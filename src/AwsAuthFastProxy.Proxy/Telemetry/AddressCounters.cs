namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>What one loop counts of one address of an upstream: plain fields, written by the loop only.</summary>
/// <param name="upstream">Host and port of the endpoint, such as <c>s3.eu-west-1.amazonaws.com:443</c>.</param>
/// <param name="address">The address as text.</param>
public sealed class AddressCounters(string upstream, string address)
{
    /// <summary>Host and port of the endpoint.</summary>
    public string Upstream { get; } = upstream;

    /// <summary>The address.</summary>
    public string Address { get; } = address;

    /// <summary>Connections open or being dialled.</summary>
    public long Connections { get; internal set; }

    /// <summary>Connections dialled.</summary>
    public long Dials { get; internal set; }

    /// <summary>Failures that speak against the address: of dials, TLS handshakes and exchanges.</summary>
    public long Failures { get; internal set; }

    /// <summary>How often it was set aside.</summary>
    public long SetAside { get; internal set; }

    /// <summary>Whether it is set aside, or on trial after that.</summary>
    public bool IsAside { get; internal set; }
}
