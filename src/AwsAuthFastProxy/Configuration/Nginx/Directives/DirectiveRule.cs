using System.Globalization;

namespace AwsAuthFastProxy.Configuration.Nginx.Directives;

/// <summary>
/// One directive: where it may stand, with how many arguments, and what becomes of it. Read from a row of text:
/// <c>NAME CONTEXTS ARGUMENTS KIND WORDS</c>. Contexts are letters: m main, e events, h http, u upstream, s server, l location, x
/// limit_except. Arguments are <c>1</c>, <c>1-2</c>, <c>1+</c> or <c>flag</c>, with <c>{</c> for a block and <c>*</c> where it may be
/// repeated. Kinds are <c>=</c> translated, <c>-</c> nothing, <c>~</c> changed, <c>!</c> refused, the last two with <c>on</c> for that value
/// only or <c>not-off</c> for every other value than off (<c>not-off|default</c> for every other than those two).
/// </summary>
internal sealed record DirectiveRule
{
    private const int Columns = 5;

    public required string Name { get; init; }

    public required NginxContexts Contexts { get; init; }

    public int LeastArguments { get; private init; }

    public int MostArguments { get; private init; }

    /// <summary>Its one argument is on or off.</summary>
    public bool IsFlag { get; private init; }

    /// <summary>Braces follow it.</summary>
    public bool IsBlock { get; private init; }

    /// <summary>It may stand more than once in one block.</summary>
    public bool MayRepeat { get; private init; }

    public DirectiveKind Kind { get; private init; }

    /// <summary>The only value that the kind is for; null for all.</summary>
    public string? OnlyFor { get; private init; }

    /// <summary>The only values that the kind is not for, with <c>|</c> between them; null for none.</summary>
    public string? NotFor { get; private init; }

    /// <summary>What it becomes, why it means nothing, what is different, or what to do instead.</summary>
    public required string Words { get; init; }

    /// <summary>Reads a row.</summary>
    public static DirectiveRule Parse(string row)
    {
        string[] columns = row.Split(' ', Columns, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string arguments = columns[2].TrimEnd('*').TrimEnd('{');
        bool isFlag = arguments == "flag";
        string[] bounds = isFlag ? ["1"] : arguments.TrimEnd('+').Split('-');
        string condition = columns[3][1..];
        return new DirectiveRule
        {
            Name = columns[0],
            Contexts = ContextsOf(columns[1]),
            LeastArguments = Number(bounds[0]),
            MostArguments = arguments.EndsWith('+') ? int.MaxValue : Number(bounds[^1]),
            IsFlag = isFlag,
            IsBlock = columns[2].Contains('{', StringComparison.Ordinal),
            MayRepeat = columns[2].EndsWith('*'),
            Kind = columns[3][0] switch
            {
                '=' => DirectiveKind.Translated,
                '-' => DirectiveKind.Nothing,
                '~' => DirectiveKind.Changed,
                _ => DirectiveKind.Refused,
            },
            OnlyFor = condition.Length == 0 || condition.StartsWith("not-", StringComparison.Ordinal) ? null : condition,
            NotFor = condition.StartsWith("not-", StringComparison.Ordinal) ? condition["not-".Length..] : null,
            Words = columns[4],
        };
    }

    /// <summary>Whether the kind holds for this first argument.</summary>
    public bool Concerns(string? argument) => (OnlyFor is null || OnlyFor == argument) && (NotFor is null || !NotFor.Split('|').Contains(argument));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static NginxContexts ContextsOf(string letters)
    {
        var contexts = NginxContexts.None;
        foreach (char letter in letters)
        {
            contexts |= letter switch
            {
                'm' => NginxContexts.Main,
                'e' => NginxContexts.Events,
                'h' => NginxContexts.Http,
                'u' => NginxContexts.Upstream,
                's' => NginxContexts.Server,
                'l' => NginxContexts.Location,
                'x' => NginxContexts.LimitExcept,
                _ => throw new FormatException($"no context '{letter}'"),
            };
        }

        return contexts;
    }
}
