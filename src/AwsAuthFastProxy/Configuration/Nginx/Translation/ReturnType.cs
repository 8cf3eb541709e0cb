using AwsAuthFastProxy.Configuration.Json;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// The type of a text that a block returns: by the ending of the path where the block stands for one path only, else <c>default_type</c>,
/// as nginx has it. <c>types</c> is of use for nothing else here.
/// </summary>
internal static class ReturnType
{
    private const string Usual = "text/plain";

    /// <summary>The type; null for the usual one.</summary>
    /// <param name="block">The block.</param>
    /// <param name="exactPath">The path it stands for; null for many.</param>
    public static ConfigNode? Of(Scope block, string? exactPath)
    {
        if (exactPath is not null && ByEnding(block, exactPath) is { } found)
        {
            return found.Text == Usual ? null : found;
        }

        return block.Find("default_type") is { } type && type.Argument(0) != Usual ? Nodes.Text(type.Position, type.Argument(0)!) : null;
    }

    private static ConfigNode? ByEnding(Scope block, string path)
    {
        var dot = path.LastIndexOf('.');
        if (dot < path.LastIndexOf('/'))
        {
            return null;
        }

        var ending = path[(dot + 1)..];
        var blocks = block.FindAll("types");
        if (blocks.Count == 0)
        {
            // Those that nginx has without being told.
            string? known = ending switch { "html" => "text/html", "gif" => "image/gif", "jpg" => "image/jpeg", _ => null };
            return known is null ? null : Nodes.Text(block.Position, known);
        }

        foreach (var type in blocks.SelectMany(static types => types.Block ?? []))
        {
            if (type.Arguments.Any(word => string.Equals(word.Text, ending, StringComparison.OrdinalIgnoreCase)))
            {
                return Nodes.Text(type.Position, type.Name);
            }
        }

        return null;
    }
}
