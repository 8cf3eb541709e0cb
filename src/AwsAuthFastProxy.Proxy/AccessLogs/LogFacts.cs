using System.Net;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>What is known of an exchange when it is over. Times are seconds, negative where there was no such stage.</summary>
internal ref struct LogFacts
{
    public IPEndPoint? Remote;
    public IPEndPoint? Local;
    public bool IsTls;
    public ReadOnlySpan<byte> TlsProtocol;
    public ReadOnlySpan<byte> TlsCipher;
    public ReadOnlySpan<byte> ServerName;
    public ReadOnlySpan<byte> RequestId;
    public ReadOnlySpan<byte> ProxyHost;
    public int ProxyPort;
    public IPEndPoint? UpstreamAddress;
    public long UpstreamBytesSent;
    public long UpstreamBytesReceived;
    public int Status;
    public long BytesSent;
    public long BodyBytesSent;
    public long RequestLength;
    public bool IsComplete;
    public long Connection;
    public long ConnectionRequests;
    public string? Route;
    public string? Upstream;
    public string? ProxyError;
    public int UpstreamStatus;
    public bool UpstreamReused;
    public double Queue;
    public double Connect;
    public double Sign;
    public double FirstByte;
    public double Upstreams;
    public double Total;
}
