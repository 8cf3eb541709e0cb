using AwsAuthFastProxy.Configuration;

namespace AwsAuthFastProxy.Tests.Configuration;

/// <summary>The corpus of configurations under tests/cases/config.</summary>
internal static class ConfigCases
{
    /// <summary>Each value that could leak holds this word.</summary>
    public const string SecretMark = "SECRET";

    private static readonly Dictionary<string, string> s_variables = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "SECRET/of/the/environment",
        ["PORT"] = "8123",
        ["HOST"] = "store",
        ["EMPTY"] = "",
        ["SECRET_ADDRESS"] = "SECRET",
        ["SECRET_ENDPOINT"] = "SECRET",
        ["SECRET_REGION"] = "SECRET!",
        ["SECRET_STYLE"] = "SECRET",
        ["SECRET_PATH"] = "SECRET",
        ["SECRET_NAME"] = "SECRET",
        ["SECRET_METHOD"] = "SECRET",
        ["SECRET_HOST"] = "SECRET!",
        ["SECRET_DURATION"] = "SECRET",
        ["SECRET_SIZE"] = "SECRET",
    };

    public static ConfigEnvironment Environment { get; } = new(s_variables.GetValueOrDefault, FixedClock.OfCases());

    public static string Directory(string kind) => Path.Combine(AppContext.BaseDirectory, "cases", "config", kind);

    public static IEnumerable<string> Names(string kind) =>
        System.IO.Directory.EnumerateFiles(Directory(kind), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Reads a case; messages name files relative to the directory of the cases.</summary>
    public static ConfigResult Load(string kind, string name)
    {
        var file = Path.Combine(Directory(kind), $"{name}.json");

        // As a checkout leaves them everybody may read the cases, which would be warned of.
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return ConfigLoader.Load(file, Environment);
    }

    /// <summary>A message without the directory of the cases.</summary>
    public static string Relative(string kind, string line) => line.Replace($"{Directory(kind)}/", "", StringComparison.Ordinal);
}
