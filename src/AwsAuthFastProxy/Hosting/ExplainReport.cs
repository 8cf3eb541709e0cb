using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Diagnosis;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Hosting;

/// <summary>An explanation as lines for a person.</summary>
internal static class ExplainReport
{
    /// <summary>The lines, in the order in which a request goes.</summary>
    public static IEnumerable<string> Lines(RequestExplanation explanation)
    {
        yield return $"request   {explanation.RequestLine}";
        foreach (string step in explanation.Steps)
        {
            yield return step;
        }

        if (explanation.Route is { } route)
        {
            yield return Route(route);
            yield return $"          {ModelSummary.Describe(route)}";
            foreach (string line in route.Upstream is null ? [] : Upstream(route.Upstream, explanation.Address!))
            {
                yield return line;
            }
        }

        if (explanation.Refusal is { } refusal)
        {
            yield return $"refused   {refusal.Status}, x-proxy-error: {refusal.Name}";
            yield return $"because   {refusal.Message}{(refusal.Detail.Length == 0 ? "" : $" ({refusal.Detail})")}";
            yield return $"allowed by {refusal.Remedy}";
        }
        else if (explanation.Answer is { } answer)
        {
            yield return $"answered  {answer.Status} by the configuration{(answer.Text.Length == 0 ? "" : answer.IsRedirect ? $", Location: {answer.Text}" : $": {answer.Text}")}";
        }
        else if (explanation.IsAnsweredHere)
        {
            yield return "answered  by the proxy itself: OPTIONS * asks about the proxy";
        }
        else
        {
            foreach (string line in Sent(explanation))
            {
                yield return line;
            }
        }
    }

    private static string Route(RouteModel route)
    {
        string host = route.Server is { } server ? $"server {server.Label}" : route.Host is null ? "any host" : $"host {route.Host}";
        return $"route     {host}, {route.Match switch
        {
            PathMatch.Exact => $"path {route.PathPrefix}",
            PathMatch.Regex => $"regex {route.Pattern}",
            _ => $"path prefix {route.PathPrefix}",
        }}";
    }

    private static IEnumerable<string> Upstream(UpstreamModel upstream, UpstreamAddress address)
    {
        yield return $"upstream  {ModelSummary.Describe(upstream)["upstream ".Length..]}";
        yield return $"dials     {string.Join(' ', address.Targets)}, {(upstream.Tls is { } tls
            ? $"TLS as {address.ServerName}{(tls.Verify ? "" : ", NOT verified")}{(tls.Authorities is null ? "" : ", by its own CA")}"
            : "no TLS")}";
    }

    private static IEnumerable<string> Sent(RequestExplanation explanation)
    {
        foreach (string line in Block(Title(explanation), explanation.Head!.TrimEnd('\r', '\n'), "\r\n"))
        {
            yield return line;
        }

        if (explanation.CanonicalRequest is null)
        {
            yield return "";
            yield return "not signed: the route says so, or its upstream has no credentials";
            yield break;
        }

        foreach (string line in Block(CanonicalTitle(explanation.CanonicalRequest), explanation.CanonicalRequest, "\n"))
        {
            yield return line;
        }

        foreach (string line in Block("string to sign", explanation.StringToSign!, "\n"))
        {
            yield return line;
        }
    }

    private static string Title(RequestExplanation explanation) =>
        explanation.BodyIsReadFirst ? "sent once the body has been read (the hash shown is that of no bytes; and then the body)"
        : explanation.HasBody ? "sent (and then the body)"
        : "sent";

    // Who hashes what is shown, to compare, must know that it is not what was hashed.
    private static string CanonicalTitle(string canonicalRequest) => canonicalRequest.Contains(RequestExplanation.Mask, StringComparison.Ordinal)
        ? "canonical request (hashed with what is masked in it)"
        : "canonical request";

    private static IEnumerable<string> Block(string title, string text, string lineEnd) =>
        ["", $"{title}:", .. text.Split(lineEnd).Select(static line => line.Length == 0 ? "" : $"    {line}")];
}
