using System.Text;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>
/// Finds what in a refused request is at fault and what configuration would allow it. What a wider route would let through is not
/// guessed but tried, by the code that decides.
/// </summary>
internal sealed class Remedies(ProxyModel model, ExplainWith explain)
{
    private const string None = "nothing: no configuration does, the request has to change";

    /// <summary>The refusal with its detail and remedy filled in.</summary>
    public RequestRefusal Complete(RequestRefusal refusal, RouteModel? route, string head) => refusal with
    {
        Detail = refusal.Detail.Length > 0 || route is null ? refusal.Detail : Fault(refusal.Name, head),
        Remedy = Remedy(refusal, route, head),
    };

    private string Remedy(RequestRefusal refusal, RouteModel? route, string head) => refusal.Name switch
    {
        "no-route" when route is { Upstream: not null } => "one slash where the path has several or an encoded one: to servers that make one of them it is another route's path",
        "no-route" => "a route whose \"host\" and \"path\" match; one without \"host\" and with \"path\": \"/\" takes everything",
        "method-not-allowed" => MethodRemedy(route!, head),
        "query-not-allowed" or "field-not-allowed" or "bucket-operation-not-allowed" or "copy-source-not-allowed" => OperationsRemedy(refusal.Name, route!, head),
        "dot-segment" => "a route that signs: there a dot segment is part of an object's key",
        "bad-bucket" => route!.Upstream!.BucketSource == BucketSource.FromHost
            ? "a bucket as the first label of Host, or a fixed \"bucket\" in the upstream"
            : "a bucket as the first segment of the path, or a fixed \"bucket\" in the upstream",
        "no-credentials" => "credentials with a key for today and for the upstream's \"region\" and \"service\" (signing-key makes them), or with a \"secretKey\"",
        "head-too-large" => "a higher \"limits\": { \"headBytes\": … }",
        "target-too-long" => "a higher \"limits\": { \"targetBytes\": … }, within \"headBytes\"",
        "too-many-fields" => "a higher \"limits\": { \"headers\": … }",
        "body-too-large" => "a higher \"limits\": { \"bodyBytes\": … }",
        _ => None,
    };

    private static string MethodRemedy(RouteModel route, string head)
    {
        string method = head[..Math.Max(0, head.IndexOf(' ', StringComparison.Ordinal))];
        if (method is "CONNECT" or "TRACE")
        {
            return $"nothing: {method} is never forwarded";
        }

        bool known = method is "GET" or "HEAD" or "PUT" or "POST" or "DELETE" or "OPTIONS" or "PATCH";
        return known
            ? $"\"methods\" with \"{method}\" on the route {Describe(route)}"
            : $"\"methods\": [ \"*\" ] on the route {Describe(route)}";
    }

    private string OperationsRemedy(string name, RouteModel route, string head)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(head);
        foreach (Operations operations in (ReadOnlySpan<Operations>)[Operations.Write, Operations.All])
        {
            if (explain(With(route, operations), bytes).Refusal?.Name is not { } left)
            {
                string word = operations == Operations.Write ? "write" : "all";
                string caution = operations == Operations.All ? " (then strangers may use every operation that the credentials allow)" : "";
                return $"\"operations\": \"{word}\" on the route {Describe(route)}{caution}";
            }
            else if (left != name && operations == Operations.All)
            {
                return $"\"operations\": \"all\" on the route {Describe(route)}, and it would then be refused as {left}";
            }
        }

        return None;
    }

    /// <summary>The names that are refused by themselves, each tried alone.</summary>
    private string Fault(string name, string head)
    {
        if (name == "query-not-allowed")
        {
            int end = head.IndexOf(" HTTP/", StringComparison.Ordinal);
            int question = head.IndexOf('?', StringComparison.Ordinal);
            if (question < 0 || question > end)
            {
                // The parameter is the configuration's: rewriting made it.
                return "";
            }

            string[] refused = [.. head[(question + 1)..end].Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Where(parameter => IsRefused(name, head[..(question + 1)] + parameter + head[end..]))
                .Select(static parameter => parameter.Split('=')[0]).Distinct(StringComparer.Ordinal)];
            return refused.Length == 0 ? "" : $"not allowed: {string.Join(", ", refused)}";
        }

        if (name is "field-not-allowed" or "copy-source-not-allowed")
        {
            string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            string[] refused = [.. lines.Where(IsAmazonField)
                .Where(line => IsRefused(name, string.Join("\r\n", lines.Where(other => other == line || !IsAmazonField(other))) + "\r\n\r\n"))
                .Select(static line => line.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase)];
            return refused.Length == 0 ? "" : $"not allowed: {string.Join(", ", refused)}";
        }

        return "";
    }

    private static bool IsAmazonField(string line) => line.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase);

    private bool IsRefused(string name, string head) => explain(model, Encoding.Latin1.GetBytes(head)).Refusal?.Name == name;

    private ProxyModel With(RouteModel route, Operations operations) => model with
    {
        Routes = [.. model.Routes.Select(candidate => ReferenceEquals(candidate, route) ? route with { Operations = operations } : candidate)],
    };

    private static string Describe(RouteModel route) => route.Label;
}
