using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Admin;

/// <summary>
/// A meter's instruments in Prometheus's text format 0.0.4. Names are made as OpenTelemetry's Prometheus exporters make them: dots become
/// underscores, the unit and <c>_total</c> are appended. Three counters <c>x.bucket</c>, <c>x.sum</c> and <c>x.count</c> are a histogram.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<(Instrument Instrument, List<string> Samples)> _families = [];

    public PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                var samples = new List<string>();
                _families.Add((instrument, samples));
                listener.EnableMeasurementEvents(instrument, (NameOf(instrument), samples));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, labels, state) => Add(state, labels, value.ToString(CultureInfo.InvariantCulture)));
        _listener.SetMeasurementEventCallback<int>(static (_, value, labels, state) => Add(state, labels, value.ToString(CultureInfo.InvariantCulture)));
        _listener.SetMeasurementEventCallback<double>(static (_, value, labels, state) => Add(state, labels, value.ToString("R", CultureInfo.InvariantCulture)));
        _listener.Start();
    }

    /// <summary>All families with their present values. Any thread.</summary>
    public string Write()
    {
        lock (_lock)
        {
            foreach ((_, List<string> samples) in _families)
            {
                samples.Clear();
            }

            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            string? family = null;
            foreach ((Instrument instrument, List<string> samples) in _families)
            {
                string name = FamilyOf(instrument);
                if (name != family && samples.Count > 0)
                {
                    family = name;
                    text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(instrument.Description ?? "")).Append('\n');
                    text.Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(instrument)).Append('\n');
                }

                foreach (string sample in samples)
                {
                    text.Append(sample).Append('\n');
                }
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Add(object? state, ReadOnlySpan<KeyValuePair<string, object?>> labels, string value)
    {
        (string name, List<string> samples) = ((string, List<string>))state!;
        var line = new StringBuilder(name);
        char before = '{';
        foreach (KeyValuePair<string, object?> label in labels)
        {
            line.Append(before).Append(label.Key).Append("=\"").Append(EscapeLabel(label.Value?.ToString() ?? "")).Append('"');
            before = ',';
        }

        samples.Add(line.Append(before == '{' ? " " : "} ").Append(value).ToString());
    }

    /// <summary>Name of the samples.</summary>
    private static string NameOf(Instrument instrument) => FamilyOf(instrument) + (HistogramPart(instrument) is { } part ? '_' + part : "");

    private static string FamilyOf(Instrument instrument)
    {
        string? part = HistogramPart(instrument);
        string name = part is null ? instrument.Name : instrument.Name[..^(part.Length + 1)];
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return name.Replace('.', '_') + unit + (part is null && IsCounter(instrument) ? "_total" : "");
    }

    private static string TypeOf(Instrument instrument) =>
        HistogramPart(instrument) is not null ? "histogram" : IsCounter(instrument) ? "counter" : "gauge";

    private static string? HistogramPart(Instrument instrument) =>
        Array.Find(["bucket", "sum", "count"], part => instrument.Name.EndsWith($".{part}", StringComparison.Ordinal));

    private static bool IsCounter(Instrument instrument) => instrument is ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double>;

    private static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string text) => EscapeHelp(text).Replace("\"", "\\\"", StringComparison.Ordinal);
}
