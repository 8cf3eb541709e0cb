using System.Net;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>admin</c>.</summary>
internal static class AdminCompiler
{
    // OTLP specification: where metrics go when the endpoint names no path.
    private const string MetricsPath = "/v1/metrics";

    public static AdminModel? Compile(AdminConfig? config, IReadOnlyList<ListenerModel> listeners, Diagnostics diagnostics)
    {
        if (config is null)
        {
            return null;
        }

        if (config.Address is null && config.Otlp is null)
        {
            diagnostics.Error(config.Position, "\"admin\" has no \"address\"; for example \"address\": \"127.0.0.1:9901\"");
        }

        return new AdminModel { EndPoint = Address(config.Address, listeners, diagnostics), Otlp = Otlp(config.Otlp, diagnostics) };
    }

    private static IPEndPoint? Address(TextSetting? address, IReadOnlyList<ListenerModel> listeners, Diagnostics diagnostics)
    {
        if (address is null or { IsFaulty: true })
        {
            return null;
        }

        if (!ListenAddress.TryParse(address.Value, out var endPoint, out var reason))
        {
            diagnostics.Error("address", address, reason);
        }
        else if (endPoint.Port != 0 && listeners.Any(listener => listener.EndPoint.Equals(endPoint)))
        {
            diagnostics.Error("address", address, "clients are accepted there; the admin listener needs an address of its own");
        }

        return endPoint;
    }

    private static Uri? Otlp(TextSetting? endpoint, Diagnostics diagnostics)
    {
        if (endpoint is null or { IsFaulty: true })
        {
            return null;
        }

        if (!EndpointUrl.TryParse(endpoint.Value, out var url, out var reason))
        {
            diagnostics.Error("otlp", endpoint, reason);
            return null;
        }

        var host = url.Host.Contains(':', StringComparison.Ordinal) ? $"[{url.Host}]" : url.Host;
        return new Uri($"{(url.IsTls ? "https" : "http")}://{host}:{url.Port}{(url.Path.Length == 0 ? MetricsPath : url.Path)}");
    }
}
