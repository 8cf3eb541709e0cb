using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Origin;

/// <summary>Lists of entity tags, RFC 9110 §8.8.3 and §13.1; like S3 it takes a tag without its quotes too.</summary>
internal static partial class EntityTags
{
    /// <summary>If-Match: strong comparison.</summary>
    public static bool MatchStrong(string list, string etag) =>
        list.Trim() == "*" || Tag().Matches(list).Any(match => !match.Groups["weak"].Success && Quoted(match) == etag);

    /// <summary>If-None-Match: weak comparison.</summary>
    public static bool MatchWeak(string list, string etag) =>
        list.Trim() == "*" || Tag().Matches(list).Any(match => Quoted(match) == etag);

    private static string Quoted(Match match) => $"\"{match.Groups["tag"].Value.Trim('"')}\"";

    [GeneratedRegex("(?<weak>W/)?(?<tag>\"[^\"]*\"|[^\\s,\"]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
