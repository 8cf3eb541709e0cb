using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>
/// Compiles regexes and makes variables known. A variable is known everywhere in the configuration, so all regexes and all "set" steps are
/// looked at before the first text with variables.
/// </summary>
internal sealed class PatternCompiler(Diagnostics diagnostics)
{
    private readonly Dictionary<TextSetting, PathPattern?> _patterns = [];

    /// <summary>The configuration's own variables.</summary>
    public VariableNames Own { get; } = new();

    /// <summary>Looks at all routes and steps.</summary>
    public void ReadAll(ProxyConfig config)
    {
        foreach (var server in config.Servers ?? [])
        {
            ReadSteps(server.Rewrite);
            ReadRoutes(server.Routes);
        }

        ReadRoutes(config.Routes);
    }

    /// <summary>The regex of a setting that was looked at; null when it is wrong, which was reported.</summary>
    public PathPattern? Of(TextSetting setting) => _patterns.GetValueOrDefault(setting);

    private void ReadRoutes(IReadOnlyList<RouteConfig>? routes)
    {
        foreach (var route in routes ?? [])
        {
            ReadPattern("pathRegex", route.PathRegex, route.IgnoreCase);
            ReadSteps(route.Rewrite);
        }
    }

    private void ReadSteps(IReadOnlyList<RewriteStepConfig>? steps)
    {
        foreach (var step in steps ?? [])
        {
            ReadPattern("regex", step.Regex, step.IgnoreCase);
            if (step.Set is null or { IsFaulty: true } or { Value: RewriteCompiler.Arguments })
            {
                continue;
            }

            if (VariableNames.Check(step.Set.Value) is { } reason)
            {
                diagnostics.Error("set", step.Set, reason);
            }
            else
            {
                Own.Add(step.Set.Value);
            }
        }
    }

    private void ReadPattern(string key, TextSetting? setting, FlagSetting? ignoreCase)
    {
        if (setting is null or { IsFaulty: true })
        {
            return;
        }

        if (!PathPattern.TryParse(setting.Value, ignoreCase is { Value: true }, Own, out var pattern, out var reason))
        {
            diagnostics.Error(key, setting, reason);
        }

        _patterns[setting] = pattern;
    }
}
