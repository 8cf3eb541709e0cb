using System.Net;
using System.Runtime.InteropServices;
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

    private AdminServer(ProxyServer server, AdminModel model, TimeProvider clock, ILogger logger, (IPEndPoint EndPoint, SafeHandle Handle)? inherited)
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
            _listener.Bind(endPoint, inherited is { } socket && socket.EndPoint.Equals(endPoint) ? socket.Handle : null);
        }
    }

    /// <summary>The bound address of the listener, or null.</summary>
    public IPEndPoint? EndPoint => _listener?.EndPoint;

    /// <summary>Makes and binds it; null where the configuration names no <c>admin</c>.</summary>
    /// <param name="server">What it watches.</param>
    /// <param name="clock">Tells whether keys are good.</param>
    /// <param name="logger">For events.</param>
    /// <param name="inherited">A listening socket that the process was given, with its address as configured: used where that is the same.</param>
    /// <exception cref="IOException">Its address is in use or not to be had; the message names it.</exception>
    public static AdminServer? Bind(ProxyServer server, TimeProvider clock, ILogger logger, (IPEndPoint EndPoint, SafeHandle Handle)? inherited = null) =>
        server.Model.Admin is { } model ? new AdminServer(server, model, clock, logger, inherited) : null;

    /// <summary>Accepts from now on.</summary>
    public void Run() => _listener?.Run();

    /// <summary>A further descriptor of its listening socket, for another process; null when there is none.</summary>
    /// <exception cref="IOException">The engine cannot, or there are no descriptors left.</exception>
    /// <exception cref="TimeoutException">Its loop does not turn.</exception>
    public async Task<ListeningSocket?> ShareAsync() => _listener is null ? null : await _listener.ShareAsync().ConfigureAwait(false);

    /// <summary>Accepts nobody any more: another process does.</summary>
    public void Withdraw() => _listener?.Withdraw();

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener?.Dispose();
        _otlp?.Dispose();
        _text.Dispose();
        _metrics.Dispose();
    }
}
