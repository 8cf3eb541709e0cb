using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx;

namespace AwsAuthFastProxy.Tests.Configuration.Nginx;

/// <summary>The corpus of nginx files under tests/cases/nginx: what each becomes, and what is said of it.</summary>
internal sealed record NginxCases(string? Json, IReadOnlyList<string> Report)
{
    private static readonly DateOnly s_today = new(2026, 11, 22);

    public static string Directory(string kind) => Path.Combine(AppContext.BaseDirectory, "cases", "nginx", kind);

    public static string File(string kind, string name) => Path.Combine(Directory(kind), name);

    public static IEnumerable<string> Names(string kind) =>
        System.IO.Directory.EnumerateFiles(Directory(kind), "*.conf").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Translates a case; files are named relative to the directory of the cases.</summary>
    public static NginxCases Translate(string kind, string name)
    {
        var file = File(kind, $"{name}.conf");
        var diagnostics = new Diagnostics();
        var (root, _) = NginxConfigReader.Read(file, System.IO.File.ReadAllBytes(file), s_today, diagnostics);
        IEnumerable<string> report = diagnostics.HasErrors ? diagnostics.Errors().Select(static error => error.ToString()) :
        [
            .. diagnostics.Changes().Select(static change => $"{change.Position}: changed: {change.Message}"),
            .. diagnostics.Notes().Select(static note => $"{note.Position}: note: {note.Message}"),
        ];
        return new NginxCases(
            root is null ? null : Relative(kind, JsonTreeWriter.WriteText(root)),
            [.. report.Select(line => Relative(kind, line))]);
    }

    private static string Relative(string kind, string text) => text.Replace($"{Directory(kind)}/", "", StringComparison.Ordinal);
}
