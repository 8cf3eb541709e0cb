using System.Text.Json;

namespace AwsAuthFastProxy.Origin.Tests;

/// <summary>Reads tables of cases that other layers' tests share.</summary>
internal static class CaseFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);

    public static T[] Read<T>(string name) =>
        JsonSerializer.Deserialize<T[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", name)), s_options)!;
}
