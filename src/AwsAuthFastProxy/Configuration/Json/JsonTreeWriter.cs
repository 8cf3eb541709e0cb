using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>Writes a tree as JSON text, secrets and all.</summary>
internal static class JsonTreeWriter
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8, with a newline at the end.</summary>
    public static byte[] Write(ConfigNode root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            Write(json, root);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same as a string.</summary>
    public static string WriteText(ConfigNode root) => Encoding.UTF8.GetString(Write(root));

    private static void Write(Utf8JsonWriter json, ConfigNode node)
    {
        switch (node.Kind)
        {
            case ConfigNodeKind.Object:
                json.WriteStartObject();
                foreach (ConfigMember member in node.Members)
                {
                    json.WritePropertyName(member.Key);
                    Write(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case ConfigNodeKind.List:
                json.WriteStartArray();
                foreach (ConfigNode item in node.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case ConfigNodeKind.Null:
                json.WriteNullValue();
                break;
            case ConfigNodeKind.True or ConfigNodeKind.False:
                json.WriteBooleanValue(node.Kind == ConfigNodeKind.True);
                break;
            case ConfigNodeKind.Number:
                json.WriteRawValue(node.Text);
                break;
            default:
                json.WriteStringValue(node.Text);
                break;
        }
    }
}
