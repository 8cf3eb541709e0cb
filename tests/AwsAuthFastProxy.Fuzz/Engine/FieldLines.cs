namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>Field lines as readers are compared by them.</summary>
internal static class FieldLines
{
    /// <summary>In their order; a Content-Length by its number, since the proxy leaves out the zeros before it.</summary>
    public static IEnumerable<(string Name, string Value)> InOrder(IEnumerable<(string Name, string Value)> fields) =>
        fields.Select(static line => line.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? (line.Name, Number(line.Value)) : line);

    /// <summary>The same with names in one case, order kept within a name.</summary>
    public static IEnumerable<string> ByName(IEnumerable<(string Name, string Value)> fields) =>
        InOrder(fields)
            .Select(static line => (Name: line.Name.ToLowerInvariant(), line.Value))
            .OrderBy(static line => line.Name, StringComparer.Ordinal)
            .Select(static line => $"{line.Name}: {line.Value}");

    private static string Number(string digits) => digits.TrimStart('0') is { Length: > 0 } rest ? rest : digits[..Math.Min(1, digits.Length)];
}
