namespace AwsAuthFastProxy.Proxy.Healing;

/// <summary>Compares what an upstream computed with what we signed, line by line, and names the first difference.</summary>
/// <remarks>AWS documentation, "Create a signed AWS API request": the parts of the canonical request and of the string to sign.</remarks>
internal static class SignatureComparison
{
    /// <summary>The first difference.</summary>
    /// <param name="theirs">The upstream's error.</param>
    /// <param name="ourRequest">Our canonical request.</param>
    /// <param name="ourString">Our string to sign.</param>
    public static SignatureDifference Compare(S3ErrorBody theirs, string ourRequest, string ourString)
    {
        string masked = SecretMask.Apply(ourRequest);
        if (theirs.CanonicalRequest is { } request && request != masked)
        {
            return InRequest(request.Split('\n'), masked.Split('\n'));
        }

        if (theirs.StringToSign is { } toSign && toSign != ourString)
        {
            return InString(toSign.Split('\n'), ourString.Split('\n'), theirs.CanonicalRequest is not null);
        }

        return new SignatureDifference(
            theirs.CanonicalRequest is null && theirs.StringToSign is null
                ? "the upstream does not say what it computed; most often the secret or signing key does not belong to the access key"
                : "both sides signed the same: the secret or signing key does not belong to the access key",
            "",
            "");
    }

    private static SignatureDifference InRequest(string[] theirs, string[] ours)
    {
        int line = FirstDifference(theirs, ours);
        string their = At(theirs, line);
        string our = At(ours, line);
        int lines = Math.Max(theirs.Length, ours.Length);
        string cause = line switch
        {
            0 => "method",
            1 => "path",
            2 => "query",
            _ when line == lines - 1 && theirs.Length == ours.Length => "payload hash",
            _ when line == lines - 2 && theirs.Length == ours.Length => "list of signed headers",
            _ => $"header {NameOf(our.Length > 0 ? our : their)}",
        };
        return new SignatureDifference(cause, their, our);
    }

    private static SignatureDifference InString(string[] theirs, string[] ours, bool sameRequest)
    {
        int line = FirstDifference(theirs, ours);
        string cause = line switch
        {
            0 => "algorithm",
            1 => "time",
            2 => "scope (day, region, service)",
            _ => sameRequest ? "hash of the canonical request: a masked session token differs" : "hash of the canonical request",
        };
        return new SignatureDifference(cause, At(theirs, line), At(ours, line));
    }

    private static int FirstDifference(string[] theirs, string[] ours)
    {
        int line = 0;
        while (line < theirs.Length && line < ours.Length && theirs[line] == ours[line])
        {
            line++;
        }

        return line;
    }

    private static string At(string[] lines, int line) => line < lines.Length ? lines[line] : "";

    private static string NameOf(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "lines" : line[..colon];
    }
}
