namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>Takes session tokens out of a message head or a canonical request; no other field of what is sent is a secret by itself.</summary>
internal static class SecretMask
{
    /// <summary>What stands for a token.</summary>
    public const string Mask = "***";

    private const string Field = "x-amz-security-token:";
    private const string Parameter = "X-Amz-Security-Token=";

    /// <summary>The same text with the token's value masked, as a field and as a query parameter.</summary>
    public static string Apply(string text) =>
        string.Join('\n', text.Split('\n').Select(static line => MaskParameter(MaskField(line))));

    private static string MaskField(string line)
    {
        if (!line.StartsWith(Field, StringComparison.OrdinalIgnoreCase))
        {
            return line;
        }

        // A head has a space behind the colon and a carriage return at the end; a canonical request has neither.
        string space = line.AsSpan(Field.Length).StartsWith(" ") ? " " : "";
        string end = line.EndsWith('\r') ? "\r" : "";
        return line[..Field.Length] + space + Mask + end;
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
