using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Times and sizes of directives, with an error where they are none.</summary>
internal sealed class ValueReader(Diagnostics diagnostics)
{
    private const long LongestMilliseconds = 24L * 3600 * 1000;

    /// <summary>A time in milliseconds; null without the directive, or with an error. More than a day is cut to one, which is said.</summary>
    public long? Time(NginxDirective? directive)
    {
        if (directive is null)
        {
            return null;
        }

        if (!NginxUnits.TryParseTime(directive.Argument(0)!, out var milliseconds))
        {
            Invalid(directive);
            return null;
        }

        if (milliseconds > LongestMilliseconds)
        {
            diagnostics.Change(directive.Position, $"\"{directive.Name} {directive.Argument(0)}\": a time is at most a day here");
            return LongestMilliseconds;
        }

        return milliseconds;
    }

    /// <summary>A time that is more than nothing.</summary>
    public long? PositiveTime(NginxDirective? directive)
    {
        var time = Time(directive);
        if (time == 0)
        {
            diagnostics.Error(directive!.Position, $"\"{directive.Name} 0\" is not supported: a time is more than nothing here");
            return null;
        }

        return time;
    }

    /// <summary>A size in bytes; null without the directive, or with an error.</summary>
    public long? Size(NginxDirective? directive, int argument = 0)
    {
        if (directive is null)
        {
            return null;
        }

        if (NginxUnits.TryParseSize(directive.Argument(argument)!, out var bytes))
        {
            return bytes;
        }

        Invalid(directive, argument);
        return null;
    }

    private void Invalid(NginxDirective directive, int argument = 0) =>
        diagnostics.Error(directive.Position, $"\"{directive.Name}\" directive invalid value {Quote.Text(directive.Argument(argument)!)}");
}
