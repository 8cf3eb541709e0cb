using System.Globalization;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles the steps of <c>rewrite</c>.</summary>
internal sealed class RewriteCompiler(PatternCompiler patterns, TextCompiler texts, Diagnostics diagnostics)
{
    /// <summary>The one variable of nginx's own that a step can set: the query.</summary>
    public const string Arguments = "args";

    private static readonly (string Word, RewriteThen Value)[] s_then =
    [
        ("continue", RewriteThen.Continue), ("break", RewriteThen.Break), ("last", RewriteThen.Last), ("redirect", RewriteThen.Redirect), ("permanent", RewriteThen.Permanent),
    ];

    public IReadOnlyList<RewriteStep> Compile(IReadOnlyList<RewriteStepConfig>? steps)
    {
        var list = new List<RewriteStep>();
        foreach (var step in steps ?? [])
        {
            if (Compile(step) is { } model)
            {
                list.Add(model);
            }
        }

        return list;
    }

    /// <summary>Whether no request comes past these steps.</summary>
    public static bool Answers(IReadOnlyList<RewriteStepConfig>? steps) => steps?.Any(static step => step.Return is not null) ?? false;

    private RewriteStep? Compile(RewriteStepConfig step)
    {
        (string Key, object? Setting)[] kinds = [("set", step.Set), ("regex", step.Regex), ("return", step.Return), ("break", step.Break)];
        var given = kinds.Where(static kind => kind.Setting is not null).Select(static kind => kind.Key).ToArray();
        if (given.Length != 1)
        {
            diagnostics.Error(step.Position, $"a step of \"rewrite\" has one of \"set\", \"regex\", \"return\" and \"break\"{(given.Length == 0 ? "" : $", not \"{string.Join("\" and \"", given)}\"")}");
            return null;
        }

        CheckKeys(step, given[0]);
        return given[0] switch
        {
            "set" => Set(step),
            "regex" => Rule(step),
            "return" => Return(step),
            _ => step.Break is { Value: true } ? new BreakStep() : Wrong(step.Break!.Position, "\"break\" is true, or left out"),
        };
    }

    private void CheckKeys(RewriteStepConfig step, string kind)
    {
        (string Key, SourcePosition? At, string Kinds)[] keys =
        [
            ("to", step.To?.Position, "set regex return"),
            ("then", step.Then?.Position, "regex"),
            ("ignoreCase", step.IgnoreCase?.Position, "regex"),
            ("type", step.Type?.Position, "return"),
        ];
        foreach (var (key, at, kinds) in keys)
        {
            if (at is { } position && !kinds.Contains(kind, StringComparison.Ordinal))
            {
                diagnostics.Error(position, $"\"{key}\" means nothing beside \"{kind}\"");
            }
        }

        if (step.To is null && kind is "set" or "regex")
        {
            diagnostics.Error(step.Position, $"\"{kind}\" needs \"to\"");
        }
    }

    private SetStep? Set(RewriteStepConfig step)
    {
        var to = texts.Compile("to", step.To);
        var name = step.Set!.Value;
        return to is null || step.Set.IsFaulty || (name != Arguments && VariableNames.Check(name) is not null)
            ? null
            : new SetStep(name, name == Arguments ? null : patterns.Own.Add(name), to);
    }

    private RewriteRule? Rule(RewriteStepConfig step)
    {
        var then = Choice.Read("then", step.Then, RewriteThen.Continue, s_then, diagnostics);
        if (step.To is null or { IsFaulty: true })
        {
            return null;
        }

        var text = step.To.Value;
        var keepsQuery = !text.EndsWith('?');
        var shown = keepsQuery ? text : text[..^1];
        var isElsewhere = text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal)
            || text.StartsWith("$scheme", StringComparison.Ordinal) || text.StartsWith("${scheme}", StringComparison.Ordinal);
        var isRedirect = isElsewhere || then is RewriteThen.Redirect or RewriteThen.Permanent;
        if (!isRedirect && text is not (['/', ..] or ['$', ..]))
        {
            diagnostics.Error("to", step.To, "what a rewrite makes is a path, which begins with '/', or a URL with \"http://\" or \"https://\"");
            return null;
        }

        var mark = shown.IndexOf('?', StringComparison.Ordinal);
        var path = texts.Compile("to", Part(step.To, 0, isRedirect || mark < 0 ? shown.Length : mark));
        var query = isRedirect || mark < 0 ? null : texts.Compile("to", Part(step.To, mark + 1, shown.Length));
        return path is null || (query is null && !isRedirect && mark >= 0) || patterns.Of(step.Regex!) is not { } pattern
            ? null
            : new RewriteRule(pattern, path, query, isRedirect && then != RewriteThen.Permanent ? RewriteThen.Redirect : then)
            {
                KeepsQuery = keepsQuery,
                HasQuery = mark >= 0,
                Text = TextTemplate.Masked(text, step.To.Outside),
            };
    }

    private ReturnStep? Return(RewriteStepConfig step)
    {
        var setting = step.Return!;
        if (setting.IsFaulty)
        {
            return null;
        }

        if (!int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 200 or > 599)
        {
            diagnostics.Error("return", setting, "it is a status from 200 to 599; 444 closes the connection without an answer");
            return null;
        }

        if (status is 204 or 304 or ReturnStep.Close && step.To is not null)
        {
            diagnostics.Error(step.To.Position, $"an answer with status {status} has no body; leave \"to\" out");
        }

        if (step.Type is { IsFaulty: false } type && (type.Value.Length == 0 || type.Value.Any(static letter => letter is < ' ' or > '~')))
        {
            diagnostics.Error("type", type, "it is a media type, such as \"text/html; charset=utf-8\"");
        }

        var to = texts.Compile("to", step.To, status is 301 or 302 or 303 or 307 or 308 ? TextScope.Request : TextScope.Body);
        return step.To is not null && to is null ? null : new ReturnStep(status, to) { Type = step.Type is { IsFaulty: false } media ? media.Value : "text/plain" };
    }

    private BreakStep? Wrong(SourcePosition position, string message)
    {
        diagnostics.Error(position, message);
        return null;
    }

    private static TextSetting Part(TextSetting setting, int start, int end) =>
        new(setting.Value[start..end], setting.Written, setting.Position, setting.IsLiteral)
        {
            Outside =
            [
                .. setting.Outside.Where(range => range.End.Value > start && range.Start.Value < end)
                    .Select(range => (Math.Max(range.Start.Value, start) - start)..(Math.Min(range.End.Value, end) - start)),
            ],
        };
}
