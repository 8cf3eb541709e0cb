namespace AwsAuthFastProxy.Configuration.Nginx.Syntax;

/// <summary>A directive as it stands in a file.</summary>
/// <param name="Name">Its first word.</param>
/// <param name="Arguments">The words behind it.</param>
/// <param name="Block">What stands in its braces, with included files in place; null without braces.</param>
/// <param name="Position">File and line of its name.</param>
internal sealed record NginxDirective(string Name, IReadOnlyList<NginxWord> Arguments, IReadOnlyList<NginxDirective>? Block, SourcePosition Position)
{
    /// <summary>An argument's text; null when there are fewer.</summary>
    public string? Argument(int index) => index < Arguments.Count ? Arguments[index].Text : null;
}
