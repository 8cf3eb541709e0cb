using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Nginx.Tests.Comparison;

/// <summary>A difference that is meant, as it stands in <c>differences.json</c>. Patterns are regular expressions.</summary>
internal sealed record DifferenceRule
{
    /// <summary>Its name; <c>docs/migrating.md</c> has it too.</summary>
    public required string Name { get; init; }

    /// <summary>Why it is right so.</summary>
    public required string Reason { get; init; }

    /// <summary>Cases it is about; all where left out.</summary>
    public string? Files { get; init; }

    /// <summary>The request's method, target and version as <c>GET /x HTTP/1.1</c>.</summary>
    public string? Request { get; init; }

    /// <summary>A field line of the request, as <c>Name: value</c>.</summary>
    public string? Field { get; init; }

    /// <summary>Why the proxy answered by itself; only such answers where given.</summary>
    public string? ProxyError { get; init; }

    /// <summary>In what they differ.</summary>
    public required string Aspect { get; init; }

    /// <summary>What nginx has; nothing is the empty text.</summary>
    public string Nginx { get; init; } = "";

    /// <summary>What the proxy has; nothing is the empty text.</summary>
    public string Proxy { get; init; } = "";

    /// <summary>Whether all other differences of the same request follow from this one.</summary>
    public bool Whole { get; init; }

    /// <summary>How often it held so far.</summary>
    [JsonIgnore]
    public int Uses { get; set; }

    /// <summary>Whether it is about <paramref name="difference"/>.</summary>
    public bool Holds(string file, Difference difference) =>
        Matches(Aspect, difference.Aspect)
        && (Files is null || Matches(Files, file))
        && (Request is null || Matches(Request, $"{difference.Request.Method} {difference.Request.Target} {difference.Request.Version}"))
        && (Field is null || difference.Request.Fields.Any(field => Matches(Field, $"{field.Name}: {field.Value}")))
        && (ProxyError is null || (difference.Reason is { } reason && Matches(ProxyError, reason)))
        && Matches(Nginx, difference.Nginx ?? "")
        && Matches(Proxy, difference.Proxy ?? "");

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.Singleline | RegexOptions.CultureInvariant);
}
