namespace AwsAuthFastProxy.LoadTests.Processes;

/// <summary>Which cores who runs on.</summary>
/// <param name="Candidate">The candidate's own.</param>
/// <param name="Origin">The origin's.</param>
/// <param name="Generator">The load generator's.</param>
internal sealed record Cores(string Candidate, string Origin, string Generator)
{
    /// <summary>Both, for a candidate with two workers.</summary>
    public string Both => Candidate + "," + Origin;

    /// <summary>From three numbers with commas between.</summary>
    public static Cores Parse(string text)
    {
        string[] parts = text.Split(',');
        return parts.Length == 3 && parts.All(static part => int.TryParse(part, out int core) && core >= 0)
            ? new Cores(parts[0], parts[1], parts[2])
            : throw new LoadTestException("--cores wants three numbers: candidate, origin, generator; such as 0,1,1");
    }
}
