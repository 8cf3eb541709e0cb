namespace AwsAuthFastProxy.Origin;

/// <summary>request-line = method SP request-target SP HTTP-version, RFC 9112 §3: single spaces and nothing else.</summary>
internal static class StartLine
{
    public static (string Method, string Target, int MinorVersion) Parse(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length != 3 || !HttpGrammar.IsToken(parts[0]) || !HttpGrammar.IsTarget(parts[1]))
        {
            throw new HttpRefusedException(400, "The request-line is malformed.");
        }

        string version = parts[2];
        bool wellFormed = version.Length == 8 && version.StartsWith("HTTP/", StringComparison.Ordinal)
            && char.IsAsciiDigit(version[5]) && version[6] == '.' && char.IsAsciiDigit(version[7]);
        if (!wellFormed)
        {
            throw new HttpRefusedException(400, "The HTTP version is malformed.");
        }

        if (version[5] != '1')
        {
            throw new HttpRefusedException(505, "Only HTTP/1 is spoken here.");
        }

        return (parts[0], parts[1], version[7] - '0');
    }
}
