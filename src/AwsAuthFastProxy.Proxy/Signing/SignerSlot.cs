using System.Text;
using AwsAuthFastProxy.Proxy.Routing;
using AwsAuthFastProxy.Proxy.Telemetry;
using AwsAuthFastProxy.SigV4;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Proxy.Signing;

/// <summary>One loop's signer for one upstream: made when the UTC day or the credentials change, else a comparison per request.</summary>
internal sealed class SignerSlot(Upstream upstream, ShardCounters counters, ILogger logger) : IDisposable
{
    private RequestSigner? _signer;
    private bool _asked;
    private int _day;
    private int _version;

    /// <summary>The session token as it is sent, or empty.</summary>
    public byte[] SessionToken { get; private set; } = [];

    /// <summary>Why there is no signer, after <see cref="TryGet"/> returned null.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The signer for <paramref name="day"/> (yyyymmdd), or null with <see cref="Reason"/>.</summary>
    public RequestSigner? TryGet(int day)
    {
        int version = upstream.Model.Credentials!.Version;
        if (_asked && day == _day && version == _version)
        {
            return _signer;
        }

        (_asked, _day, _version) = (true, day, version);
        using SigningKey? key = upstream.Model.Credentials.TryCreateKey(day, upstream.Model.Region, upstream.Model.Service, out string? reason);
        _signer?.Dispose();
        _signer = null;
        if (key is null)
        {
            Reason = reason ?? "no key";
            ProxyLog.NoKey(logger, upstream.Model.Name, Reason);
            return null;
        }

        counters.KeysMade++;
        SessionToken = Encoding.ASCII.GetBytes(key.SessionToken ?? "");
        return _signer = new RequestSigner(key);
    }

    /// <summary>Frees the signer.</summary>
    public void Dispose()
    {
        _signer?.Dispose();
        _signer = null;
        _asked = false;
    }
}
