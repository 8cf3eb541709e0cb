using System.Net;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>What is known of an exchange when it is over. Times are seconds, negative where there was no such stage.</summary>
internal ref struct LogFacts
{
    public IPEndPoint? Remote;
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
