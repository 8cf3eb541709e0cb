namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>Takes session tokens, customer keys and what else is named out of a message head or a canonical request.</summary>
internal static class SecretMask
{
    /// <summary>What stands for a token.</summary>
    public const string Mask = "***";

    private static readonly string[] s_fields =
    [
        "x-amz-security-token", "x-amz-server-side-encryption-customer-key", "x-amz-copy-source-server-side-encryption-customer-key",
    ];

    private const string Parameter = "X-Amz-Security-Token=";

    /// <summary>The same text with the values masked, a token's as a field and as a query parameter.</summary>
    /// <param name="text">The text.</param>
    /// <param name="more">Further fields whose values are masked.</param>
    public static string Apply(string text, IReadOnlyCollection<string>? more = null) =>
        string.Join('\n', text.Split('\n').Select(line => MaskParameter(MaskField(line, more))));

    /// <summary>The same text without <paramref name="secrets"/>, as they are and percent-encoded.</summary>
    public static string Without(string text, IEnumerable<string> secrets) =>
        secrets.Aggregate(text, static (masked, secret) => masked
            .Replace(secret, Mask, StringComparison.Ordinal)
            .Replace(Uri.EscapeDataString(secret), Mask, StringComparison.Ordinal)
            .Replace(Uri.EscapeDataString(secret).Replace("%2F", "/", StringComparison.Ordinal), Mask, StringComparison.Ordinal));

    private static string MaskField(string line, IReadOnlyCollection<string>? more)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? "" : line[..colon];
        if (!s_fields.Contains(name, StringComparer.OrdinalIgnoreCase) && more?.Contains(name, StringComparer.OrdinalIgnoreCase) != true)
        {
            return line;
        }

        // A head has a space behind the colon and a carriage return at the end; a canonical request has neither.
        string space = line.AsSpan(colon + 1).StartsWith(" ") ? " " : "";
        string end = line.EndsWith('\r') ? "\r" : "";
        return line[..(colon + 1)] + space + Mask + end;
    }

    private static string MaskParameter(string line)
    {
        int start = line.IndexOf(Parameter, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return line;
        }

        start += Parameter.Length;
        int length = line.AsSpan(start).IndexOfAny('&', ' ', '\r');
        return line[..start] + Mask + (length < 0 ? "" : line[(start + length)..]);
    }
}
