using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AwsAuthFastProxy.Admin;

/// <summary>Pushes a meter's instruments to an OpenTelemetry collector, once a minute and at the end; a collector that is away costs nothing but its values.</summary>
internal sealed class OtlpExport(Meter meter, Uri endpoint) : IDisposable
{
    private const int IntervalMilliseconds = 60_000;
    private const int TimeoutMilliseconds = 5_000;

    private readonly MeterProvider _provider = Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("aws-auth-fast-proxy", serviceVersion: meter.Version))
        .AddMeter(meter.Name)
        .AddReader(new PeriodicExportingMetricReader(
            new OtlpMetricExporter(new OtlpExporterOptions { Endpoint = endpoint, Protocol = OtlpExportProtocol.HttpProtobuf, TimeoutMilliseconds = TimeoutMilliseconds }),
            IntervalMilliseconds,
            TimeoutMilliseconds))
        .Build();

    /// <summary>Pushes once more, and ends.</summary>
    public void Dispose() => _provider.Dispose();
}
