using System.Net;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>listen</c>.</summary>
internal static class ListenerCompiler
{
    public static IReadOnlyList<ListenerModel> Compile(IReadOnlyList<ListenerConfig> listeners, Diagnostics diagnostics)
    {
        var models = new List<ListenerModel>();
        var lines = new Dictionary<IPEndPoint, int>();
        foreach (var listener in listeners)
        {
            if (listener.Tls is not null)
            {
                diagnostics.Error(listener.Tls.Position, "\"tls\" of a listener is not available in this version yet; leave it out");
            }

            if (listener.Address is null)
            {
                diagnostics.Error(listener.Position, "\"address\" is missing; for example \"address\": \"127.0.0.1:8000\"");
            }
            else if (!listener.Address.IsFaulty && Compile(listener.Address, lines, diagnostics) is { } model)
            {
                models.Add(model);
            }
        }

        return models;
    }

    private static ListenerModel? Compile(TextSetting address, Dictionary<IPEndPoint, int> lines, Diagnostics diagnostics)
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
