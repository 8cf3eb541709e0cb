using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AwsAuthFastProxy.Configuration.Json;

namespace AwsAuthFastProxy.Configuration;

/// <summary>
/// A configuration as it was written, without its secrets. References to the environment and to files stay references. Below
/// <c>credentials</c> only what is known to be harmless is shown; elsewhere what is named like a secret is masked.
/// </summary>
internal static class MaskedConfig
{
    public const string Mask = "***";

    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal)
    {
        "accessKey", "keyScope", "signingKeys", "provider", "profile", "roleArn", "source", "region", "sessionName",
    };

    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON object.</summary>
    public static string Write(ConfigNode root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            foreach (ConfigMember member in root.Members)
            {
                json.WritePropertyName(member.Key);
                if (member.Key == "credentials")
                {
                    WriteCredentials(json, member.Value);
                }
                else
                {
                    Write(json, member.Value, SecretNames.Is(member.Key), harmlessOnly: false);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteCredentials(Utf8JsonWriter json, ConfigNode credentials)
    {
        json.WriteStartObject();
        foreach (ConfigMember named in credentials.Members)
        {
            json.WritePropertyName(named.Key);
            Write(json, named.Value, isSecret: false, harmlessOnly: true);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ConfigNode node, bool isSecret, bool harmlessOnly, bool isFields = false)
    {
        switch (node.Kind)
        {
            case ConfigNodeKind.Object:
                json.WriteStartObject();
                foreach (ConfigMember member in node.Members)
                {
                    json.WritePropertyName(member.Key);
                    bool secret = isSecret || (harmlessOnly ? !s_harmless.Contains(member.Key) : isFields ? SecretNames.IsField(member.Key) : SecretNames.Is(member.Key));
                    Write(json, member.Value, secret, harmlessOnly, isFields: !harmlessOnly && member.Key == "setHeaders");
                }

                json.WriteEndObject();
                break;
            case ConfigNodeKind.List:
                json.WriteStartArray();
                foreach (ConfigNode item in node.Items)
                {
                    Write(json, item, isSecret, harmlessOnly);
                }

                json.WriteEndArray();
                break;
            case ConfigNodeKind.Null:
                json.WriteNullValue();
                break;
            case ConfigNodeKind.True or ConfigNodeKind.False:
                json.WriteBooleanValue(node.Kind == ConfigNodeKind.True);
                break;
            case ConfigNodeKind.Number when !isSecret:
                json.WriteRawValue(node.Text);
                break;
            default:
                json.WriteStringValue(isSecret && !IsReference(node.Text) ? Mask : node.Text);
                break;
        }
    }

    /// <summary>Nothing but one reference: it says where the secret is, not what it is.</summary>
    private static bool IsReference(string text) =>
        (text.StartsWith("${env:", StringComparison.Ordinal) || text.StartsWith("${file:", StringComparison.Ordinal))
        && text.IndexOf('}', StringComparison.Ordinal) == text.Length - 1;
}
