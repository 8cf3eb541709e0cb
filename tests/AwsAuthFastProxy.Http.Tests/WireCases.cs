namespace AwsAuthFastProxy.Http.Tests;

/// <summary>The case files, read once.</summary>
internal static class WireCases
{
    public static IReadOnlyDictionary<string, WireCase> Requests { get; } = Read("requests.txt");

    public static IReadOnlyDictionary<string, WireCase> Responses { get; } = Read("responses.txt");

    public static IReadOnlyDictionary<string, WireCase> ChunkedBodies { get; } = Read("chunked.txt");

    public static TheoryData<string> Names(IReadOnlyDictionary<string, WireCase> cases) => [.. cases.Keys];

    /// <summary>Where to split a wire text in two: everywhere, or for a long one at both ends, at the limit and here and there.</summary>
    public static IEnumerable<int> Splits(WireCase wireCase)
    {
        int length = wireCase.WireAndExcess.Length;
        for (int i = 0; i <= length; i++)
        {
            bool isNearLimit = Math.Abs(i - wireCase.Limits.HeadBytes) <= 4;
            if (length <= 4096 || i < 64 || i > length - 64 || isNearLimit || i % 997 == 0)
            {
                yield return i;
            }
        }
    }

    private static Dictionary<string, WireCase> Read(string file)
    {
        Dictionary<string, WireCase> cases = [];
        WireCase? current = null;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "cases", "http", file)))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("case ", StringComparison.Ordinal))
            {
                current = new WireCase { Name = line[5..] };
                cases.Add(current.Name, current);
            }
            else
            {
                current!.Read(line);
            }
        }

        Assert.All(cases.Values, wireCase => Assert.NotEmpty(wireCase.Outcome));
        return cases;
    }
}
