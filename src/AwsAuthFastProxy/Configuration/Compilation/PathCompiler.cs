using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles which paths a route takes and what becomes of them.</summary>
internal sealed class PathCompiler(PatternCompiler patterns, TextCompiler texts, Diagnostics diagnostics)
{
    /// <summary>The paths; null when they are missing or wrong, which was reported.</summary>
    public RoutePath? Compile(RouteConfig config)
    {
        (string Key, TextSetting? Setting)[] all = [("path", config.Path), ("exactPath", config.ExactPath), ("pathRegex", config.PathRegex)];
        var given = Array.FindAll(all, static item => item.Setting is not null);
        if (given.Length == 0)
        {
            diagnostics.Error(config.Position, "a route has no \"path\"; for example \"path\": \"/\" for every path");
            return null;
        }

        if (given.Length > 1)
        {
            diagnostics.Error(given[1].Setting!.Position, $"\"{given[1].Key}\" stands beside \"{given[0].Key}\"; a route has one of \"path\", \"exactPath\" and \"pathRegex\"");
            return null;
        }

        CheckFlags(config);
        if (given[0].Setting!.IsFaulty)
        {
            return null;
        }

        if (config.PathRegex is not null)
        {
            return patterns.Of(config.PathRegex) is { } pattern ? new RoutePath("/", PathMatch.Regex, pattern, config.PathRegex) : null;
        }

        var text = Canonical(given[0].Key, given[0].Setting!);
        return text is null ? null : new RoutePath(text, config.ExactPath is null ? PathMatch.Prefix : PathMatch.Exact, null, given[0].Setting!);
    }

    /// <summary>A path in canonical form; null when it is wrong, which was reported.</summary>
    public string? Canonical(string key, TextSetting setting)
    {
        if (UrlPath.TryWrite(setting.Value, out var path, out var reason))
        {
            return path;
        }

        diagnostics.Error(key, setting, reason);
        return null;
    }

    /// <summary>What stands in place of the path in what is sent, or empty.</summary>
    public string Replacement(RouteConfig config)
    {
        var setting = config.ReplacePrefix;
        if (setting is null or { IsFaulty: true })
        {
            return "";
        }

        if (config.PathRegex is not null || config.Target is not null || config.StripPrefix is not null || config.AddPrefix is not null)
        {
            diagnostics.Error(setting.Position, "\"replacePrefix\" goes with \"path\" or \"exactPath\", and without \"target\", \"stripPrefix\" and \"addPrefix\"");
            return "";
        }

        return Canonical("replacePrefix", setting) ?? "";
    }

    /// <summary>Path and query that are sent, or null.</summary>
    public TextTemplate? Target(RouteConfig config)
    {
        var setting = config.Target;
        if (setting is null or { IsFaulty: true })
        {
            return null;
        }

        if (config.StripPrefix is not null || config.AddPrefix is not null)
        {
            diagnostics.Error(setting.Position, "\"target\" goes without \"stripPrefix\" and \"addPrefix\": it is all of what is sent");
        }

        if (setting.Value is not (['/', ..] or ['$', ..] or ['?', ..]))
        {
            diagnostics.Error("target", setting, "it begins with '/', or with a variable that does, such as $uri");
        }

        return texts.Compile("target", setting);
    }

    private void CheckFlags(RouteConfig config)
    {
        if (config.IgnoreCase is { } ignoreCase && config.PathRegex is null)
        {
            diagnostics.Error(ignoreCase.Position, "\"ignoreCase\" goes with \"pathRegex\"; other paths are compared octet by octet");
        }

        if (config.BeforeRegexes is { } before && config.Path is null)
        {
            diagnostics.Error(before.Position, "\"beforeRegexes\" goes with \"path\"");
        }
    }
}
