using System.Text.Json;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>Reads the tables of cases under tests/cases/sigv4.</summary>
internal static class CaseFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    internal static T[] Read<T>(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "cases", "sigv4", name);
        var cases = JsonSerializer.Deserialize<T[]>(File.ReadAllText(path), s_options);
        return cases is { Length: > 0 } ? cases : throw new InvalidDataException($"{name} holds no cases.");
    }
}
