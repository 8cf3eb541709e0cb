using System.Text.Json;
using System.Text.Json.Serialization;

namespace AwsAuthFastProxy.RealServer.Tests.Clients;

/// <summary>What <c>boto3_uploads.py</c> tells.</summary>
internal sealed record BotoSteps(string Version, IReadOnlyList<BotoSteps.Step> Steps)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads what the script wrote.</summary>
    public static BotoSteps Parse(string text) => JsonSerializer.Deserialize<BotoSteps>(text, s_options)!;

    /// <summary>One thing it tried.</summary>
    /// <param name="Name">The end of the key it is about.</param>
    /// <param name="Stores">What lies under that key then, and with which Content-Encoding; null where nothing does.</param>
    /// <param name="Error">Why it failed.</param>
    internal sealed record Step(string Name, string? Stores = null, string? Error = null)
    {
        /// <summary>Name of the file whose content is stored.</summary>
        [JsonIgnore]
        public string? File => Stores?.Split(' ')[0];

        /// <summary>The object's own Content-Encoding.</summary>
        [JsonIgnore]
        public string ContentEncoding => Stores?.Split(' ') is [_, var encoding] ? encoding : "";
    }
}
