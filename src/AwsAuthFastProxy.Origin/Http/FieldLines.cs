namespace AwsAuthFastProxy.Origin;

/// <summary>Look-ups in an ordered list of field lines; names compare without case (RFC 9110 §5.1).</summary>
internal static class FieldLines
{
    public static IEnumerable<string> Values(IEnumerable<KeyValuePair<string, string>> lines, string name) =>
        lines.Where(line => line.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(line => line.Value);

    /// <summary>All values of a field in one, RFC 9110 §5.3; null when the field is absent.</summary>
    public static string? Combined(IEnumerable<KeyValuePair<string, string>> lines, string name, string separator)
    {
        string[] values = Values(lines, name).ToArray();
        return values.Length == 0 ? null : string.Join(separator, values);
    }

    /// <summary>The members of a comma-separated field without quoted strings (Connection, Content-Encoding).</summary>
    public static IEnumerable<string> Members(IEnumerable<KeyValuePair<string, string>> lines, string name) =>
        Values(lines, name).SelectMany(value => value.Split(',')).Select(member => member.Trim(' ', '\t')).Where(member => member.Length > 0);
}
