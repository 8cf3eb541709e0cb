using System.Text.Json;

namespace AwsAuthFastProxy.Nginx.Tests.Comparison;

/// <summary>The checked-in list of differences that are meant.</summary>
internal sealed class DifferenceRules
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly DifferenceRule[] _rules =
        JsonSerializer.Deserialize<DifferenceRule[]>(File.ReadAllBytes(Path.Combine(Repository.Cases, "nginx", "differences.json")), s_options)!;

    /// <summary>The list.</summary>
    public IReadOnlyList<DifferenceRule> All => _rules;

    /// <summary>Those of a request's differences that no rule is about; the rules that hold are marked as used.</summary>
    public IReadOnlyList<Difference> Unlisted(string file, IReadOnlyList<Difference> differences)
    {
        var unlisted = new List<Difference>();
        bool whole = false;
        foreach (Difference difference in differences)
        {
            DifferenceRule[] holding = [.. _rules.Where(rule => rule.Holds(file, difference))];
            foreach (DifferenceRule rule in holding)
            {
                rule.Uses++;
                whole |= rule.Whole;
            }

            if (holding.Length == 0)
            {
                unlisted.Add(difference);
            }
        }

        return whole ? [] : unlisted;
    }
}
