using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Admin;

/// <summary>The configuration in force: what it amounts to, and what was written, secrets masked.</summary>
internal sealed class ConfigPage(ProxyServer server)
{
    // Read by people; it is no HTML.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON object.</summary>
    public string Write()
    {
        ProxyModel model = server.Model;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("applied", server.Applied);
            WriteLines(json, "listening", server.EndPoints.Select(static endPoint => endPoint.ToString()));
            WriteLines(json, "summary", ModelSummary.Lines(model));
            WriteRecord(json, "timeouts", model.Timeouts.ToString());
            WriteRecord(json, "limits", model.Limits.ToString());
            json.WritePropertyName("written");
            json.WriteRawValue(model.Written.Length == 0 ? "null" : model.Written);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteLines(Utf8JsonWriter json, string name, IEnumerable<string> lines)
    {
        json.WriteStartArray(name);
        foreach (string line in lines)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }

    /// <summary>The properties of a record by its own text, which forgets none: <c>Name { A = 1, B = 2 }</c>.</summary>
    private static void WriteRecord(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        foreach (string property in text[(text.IndexOf('{', StringComparison.Ordinal) + 1)..^1].Split(',', StringSplitOptions.TrimEntries))
        {
            // What is not set has no value behind it.
            int equals = property.IndexOf(" =", StringComparison.Ordinal);
            json.WriteString(JsonNamingPolicy.CamelCase.ConvertName(property[..equals]), property[(equals + 2)..].TrimStart());
        }

        json.WriteEndObject();
    }
}
