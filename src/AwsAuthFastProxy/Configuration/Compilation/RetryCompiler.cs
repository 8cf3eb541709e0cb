using System.Globalization;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>retry</c> of upstreams and routes.</summary>
internal static class RetryCompiler
{
    private const int MostAttempts = 10;

    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(10);

    public static RetryModel? Compile(RetryConfig? config, Diagnostics diagnostics)
    {
        if (config is null)
        {
            return null;
        }

        if (config.SlowDown is null)
        {
            diagnostics.Error(config.Position, "\"retry\" does not say what is retried; write \"slowDown\": true, or false");
        }

        var defaults = new RetryModel();
        return new RetryModel
        {
            SlowDown = config.SlowDown?.Value ?? false,
            Attempts = ReadAttempts(config.Attempts, defaults.Attempts, diagnostics),
            Budget = ReadBudget(config.Budget, defaults.Budget, diagnostics),
            Backoff = ReadBackoff(config.Backoff, defaults.Backoff, diagnostics),
        };
    }

    private static int ReadAttempts(TextSetting? setting, int otherwise, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return otherwise;
        }

        if (int.TryParse(setting.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) && attempts is >= 2 and <= MostAttempts)
        {
            return attempts;
        }

        diagnostics.Error("attempts", setting, $"this is how often a request is sent, the first time included: a whole number from 2 to {MostAttempts}");
        return otherwise;
    }

    private static double ReadBudget(TextSetting? setting, double otherwise, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return otherwise;
        }

        if (double.TryParse(setting.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var budget) && budget <= 1)
        {
            return budget;
        }

        diagnostics.Error("budget", setting, "this is the part of all requests that may be sent again: a number from 0 to 1, such as 0.1");
        return otherwise;
    }

    private static TimeSpan ReadBackoff(TextSetting? setting, TimeSpan otherwise, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return otherwise;
        }

        if (!Duration.TryParse(setting.Value, out var backoff))
        {
            diagnostics.Error("backoff", setting, $"this is no duration; {Duration.Expected}");
            return otherwise;
        }

        if (backoff == TimeSpan.Zero || backoff > s_longestBackoff)
        {
            diagnostics.Error("backoff", setting, "a pause is more than nothing and at most \"10s\"");
            return otherwise;
        }

        return backoff;
    }
}
