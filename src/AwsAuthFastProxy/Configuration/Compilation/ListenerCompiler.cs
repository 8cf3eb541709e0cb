using System.Net;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>listen</c>.</summary>
internal sealed class ListenerCompiler(ListenerTlsCompiler tls, AccessCompiler access, Diagnostics diagnostics)
{
    public IReadOnlyList<ListenerModel> CompileAll(IReadOnlyList<ListenerConfig> listeners)
    {
        var models = new List<ListenerModel>();
        var lines = new Dictionary<IPEndPoint, int>();
        foreach (var listener in listeners)
        {
            var secured = tls.Compile(listener.Tls);
            var trusted = access.ReadBlocks("trusted", listener.Trusted);
            CheckTrusted(listener);
            if (listener.Address is null)
            {
                diagnostics.Error(listener.Position, "\"address\" is missing; for example \"address\": \"127.0.0.1:8000\"");
            }
            else if (!listener.Address.IsFaulty && Compile(listener.Address, lines) is { } model)
            {
                models.Add(model with { Tls = secured, ProxyProtocol = listener.ProxyProtocol is { Value: true }, Trusted = trusted });
            }
        }

        return models;
    }

    // Anybody who may say whose connection it is may be anybody.
    private void CheckTrusted(ListenerConfig listener)
    {
        if (listener is { ProxyProtocol: { Value: true } flag, Trusted: null })
        {
            diagnostics.Error(flag.Position, "\"proxyProtocol\" needs \"trusted\": the addresses of the load balancers that may connect here");
        }
        else if (listener is { ProxyProtocol: null or { Value: false }, Trusted: [var first, ..] })
        {
            diagnostics.Error(first.Position, "\"trusted\" of a listener goes with \"proxyProtocol\": true; for X-Forwarded-For there is \"trustedProxies\" beside \"listen\"");
        }
    }

    private ListenerModel? Compile(TextSetting address, Dictionary<IPEndPoint, int> lines)
    {
        if (!ListenAddress.TryParse(address.Value, out var endPoint, out var reason))
        {
            diagnostics.Error("address", address, reason);
            return null;
        }

        // Port 0 is another port each time.
        if (endPoint.Port != 0 && !lines.TryAdd(endPoint, address.Position.Line))
        {
            diagnostics.Error("address", address, $"line {lines[endPoint]} listens there already; leave one of them");
        }

        return new ListenerModel(endPoint);
    }
}
