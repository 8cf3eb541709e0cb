using System.Net;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;
using Microsoft.Extensions.Logging;

namespace AwsAuthFastProxy.Admin;

/// <summary>All that watches a running proxy from outside: metrics and the admin listener. Made only where the configuration asks for it.</summary>
internal sealed class AdminServer : IDisposable
{
    private readonly ProxyMetrics _metrics;
    private readonly PrometheusText _text;
    private readonly AdminListener? _listener;
    private readonly OtlpExport? _otlp;

    private AdminServer(ProxyServer server, AdminModel model, TimeProvider clock, ILogger logger)
    {
        _metrics = new ProxyMetrics(server, clock);
        var readiness = new Readiness(server, clock);
        _metrics.Meter.CreateObservableGauge(
            "aafp.ready", () => readiness.Reasons().Count == 0 ? 1 : 0, description: "1 when /readyz answers 200, else 0.");
        _text = new PrometheusText(_metrics.Meter);
        _otlp = model.Otlp is { } collector ? new OtlpExport(_metrics.Meter, collector) : null;
        if (model.EndPoint is { } endPoint)
        {
            var pages = new AdminPages(new Liveness(server), readiness, _text, new ConfigPage(server));
            _listener = new AdminListener(pages, server.Engine, server.Counters.Count, logger);
            _listener.Start(endPoint);
        }
    }

    /// <summary>The bound address of the listener, or null.</summary>
    public IPEndPoint? EndPoint => _listener?.EndPoint;

    /// <summary>Starts it; null where the configuration names no <c>admin</c>.</summary>
    /// <exception cref="IOException">Its address is in use or not to be had; the message names it.</exception>
    public static AdminServer? Start(ProxyServer server, TimeProvider clock, ILogger logger) =>
        server.Model.Admin is { } model ? new AdminServer(server, model, clock, logger) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener?.Dispose();
        _otlp?.Dispose();
        _text.Dispose();
        _metrics.Dispose();
    }
}
