namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>A location, taken out of those it is nested in.</summary>
/// <param name="Kind">How it is matched.</param>
/// <param name="Path">The path or pattern.</param>
/// <param name="Scope">Its block and those around it.</param>
internal sealed record Location(LocationKind Kind, string Path, Scope Scope)
{
    /// <summary>Whether the path is no pattern.</summary>
    public bool HasPath => Kind is LocationKind.Prefix or LocationKind.PrefixFirst or LocationKind.Exact;
}
