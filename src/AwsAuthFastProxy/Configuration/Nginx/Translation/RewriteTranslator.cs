using System.Globalization;
using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// Translates rewrite, set, return and break of one block, in their order. Follows the values of variables that are the same for every
/// request, so that they can be put in where they are used.
/// </summary>
internal sealed class RewriteTranslator(Diagnostics diagnostics)
{
    /// <summary>Translates what stands in the block itself: nginx does not inherit these directives.</summary>
    /// <param name="block">The block.</param>
    /// <param name="known">Constants of the server, for a location.</param>
    /// <param name="exactPath">The path of a location that is for one only.</param>
    public RewriteSteps Translate(Scope block, IReadOnlyDictionary<string, string> known, string? exactPath = null)
    {
        var steps = new List<ConfigNode>();
        var constants = new Dictionary<string, string>(known, StringComparer.Ordinal);
        var (isOver, returns, elsewhere, mayBeOver) = (false, false, false, false);
        foreach (var directive in block.Own.Where(static directive => directive.Name is "rewrite" or "set" or "return" or "break"))
        {
            if (isOver)
            {
                diagnostics.Note(directive.Position, $"\"{directive.Name}\" is never reached: leave it out");
                continue;
            }

            switch (directive.Name)
            {
                case "set":
                    Add(steps, Set(directive, constants, mayBeOver));
                    break;
                case "break":
                    steps.Add(Nodes.Object(directive.Position).With("break", Nodes.Flag(directive.Position, true)));
                    isOver = true;
                    break;
                case "return":
                    Add(steps, Return(directive, constants, block, exactPath));
                    (isOver, returns) = (true, true);
                    break;
                default:
                    var then = ThenOf(directive, constants);
                    Add(steps, Rewrite(directive, constants, then));
                    mayBeOver |= then is "break" or "last";
                    elsewhere |= then is "last" or "redirect" or "permanent";
                    break;
            }
        }

        return new RewriteSteps(steps, constants, returns && !HasBreakingRewrite(steps), elsewhere);
    }

    private ConfigNode? Set(NginxDirective directive, Dictionary<string, string> constants, bool mayBeSkipped)
    {
        var name = directive.Argument(0)!;
        if (name.Length < 2 || name[0] != '$' || !name.AsSpan(1).ToString().All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') || char.IsAsciiDigit(name[1]))
        {
            diagnostics.Error(directive.Position, $"invalid variable name {Quote.Text(name)}");
            return null;
        }

        name = name[1..];
        if (name is "uri" or "limit_rate" or "document_uri" or "query_string" or "request_uri" or "host")
        {
            diagnostics.Error(
                directive.Position,
                $"set of ${name} is not supported: {(name == "limit_rate" ? "no client is slowed down" : "write a rewrite, or the path and query wanted in proxy_pass")}");
            return null;
        }

        if (Template(directive, 1, constants) is not { } value)
        {
            return null;
        }

        constants.Remove(name);
        if (!mayBeSkipped && !Variables.HasAny(value))
        {
            constants[name] = value;
        }

        return Nodes.Object(directive.Position)
            .With("set", Nodes.Text(directive.Position, name))
            .With("to", Nodes.Text(directive.Position, value));
    }

    private ConfigNode? Return(NginxDirective directive, IReadOnlyDictionary<string, string> constants, Scope block, string? exactPath)
    {
        var first = directive.Argument(0)!;
        var isCode = int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var code);
        var isUrl = first.StartsWith("http://", StringComparison.Ordinal) || first.StartsWith("https://", StringComparison.Ordinal)
            || first.StartsWith("$scheme", StringComparison.Ordinal);
        if (directive.Arguments.Count == 1 && isUrl)
        {
            return Template(directive, 0, constants) is { } url
                ? Step(directive, 302, url)
                : null;
        }

        if (!isCode || code > 999)
        {
            diagnostics.Error(directive.Position, $"invalid return code {Quote.Text(first)}");
            return null;
        }

        if (directive.Arguments.Count == 1)
        {
            return Step(directive, code, null);
        }

        if (Template(directive, 1, constants) is not { } to)
        {
            return null;
        }

        var step = Step(directive, code, to.Length == 0 ? null : to);
        return code is 301 or 302 or 303 or 307 or 308 || to.Length == 0 ? step : step.With("type", ReturnType.Of(block, exactPath));
    }

    private static ConfigNode Step(NginxDirective directive, int code, string? to) =>
        Nodes.Object(directive.Position)
            .With("return", Nodes.Number(directive.Position, code))
            .With("to", to is null ? null : Nodes.Text(directive.Position, to));

    private string ThenOf(NginxDirective directive, IReadOnlyDictionary<string, string> constants)
    {
        if (directive.Argument(2) is { } flag)
        {
            if (flag is not ("last" or "break" or "redirect" or "permanent"))
            {
                diagnostics.Error(directive.Position, $"invalid parameter {Quote.Text(flag)} in \"rewrite\" directive");
            }

            return flag;
        }

        var to = Variables.Fold(directive.Argument(1)!, constants) ?? "";
        return to.StartsWith("http://", StringComparison.Ordinal) || to.StartsWith("https://", StringComparison.Ordinal) || to.StartsWith("$scheme", StringComparison.Ordinal)
            ? "redirect"
            : "continue";
    }

    private ConfigNode? Rewrite(NginxDirective directive, IReadOnlyDictionary<string, string> constants, string then)
    {
        if (Template(directive, 1, constants) is not { } to)
        {
            return null;
        }

        return Nodes.Object(directive.Position)
            .With("regex", Nodes.Text(directive.Position, NginxPattern.Translate(directive.Argument(0)!)))
            .With("to", Nodes.Text(directive.Position, to))
            .With("then", then == "continue" ? null : Nodes.Text(directive.Position, then));
    }

    private string? Template(NginxDirective directive, int argument, IReadOnlyDictionary<string, string> constants)
    {
        var folded = Variables.Fold(directive.Argument(argument)!, constants);
        if (folded is null)
        {
            diagnostics.Error(directive.Position, $"invalid variable name in {Quote.Text(directive.Argument(argument)!)}");
        }

        return folded;
    }

    private static bool HasBreakingRewrite(List<ConfigNode> steps) =>
        steps.Any(static step => step.Members.Any(static member => member is { Key: "then", Value.Text: "break" }));

    private static void Add(List<ConfigNode> steps, ConfigNode? step)
    {
        if (step is not null)
        {
            steps.Add(step);
        }
    }
}
