using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>Changes path and query where a regex matches the path, or sends the client elsewhere.</summary>
/// <param name="Pattern">The regex.</param>
/// <param name="To">The path, or the whole location of a redirect.</param>
/// <param name="Query">The query behind it, without its question mark; null where there is none, and in a redirect.</param>
/// <param name="Then">What follows.</param>
public sealed record RewriteRule(PathPattern Pattern, TextTemplate To, TextTemplate? Query, RewriteThen Then) : RewriteStep
{
    /// <summary>Whether the query in force is put behind; not where the text ended in a question mark.</summary>
    public bool KeepsQuery { get; init; } = true;

    /// <summary>Whether the location of a redirect has a query of its own.</summary>
    public bool HasQuery { get; init; }

    /// <summary>Whether the client is sent elsewhere.</summary>
    public bool IsRedirect => Then is RewriteThen.Redirect or RewriteThen.Permanent;

    /// <summary>The text as it was written.</summary>
    public required string Text { get; init; }
}
