using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>rateLimit</c> and <c>connectionRate</c>.</summary>
internal static class RateCompiler
{
    private const int Most = 1_000_000;

    /// <param name="config">What was written.</param>
    /// <param name="key">The key of the rate itself.</param>
    /// <param name="diagnostics">Takes the errors.</param>
    public static RateModel? Compile(RateConfig? config, string key, Diagnostics diagnostics)
    {
        if (config is null)
        {
            return null;
        }

        if (config.PerSecond is null)
        {
            diagnostics.Error(config.Position, $"{Quote.Text(key)} is missing; for example {Quote.Text(key)}: 100");
            return null;
        }

        var perSecond = LimitCompiler.Count(key, config.PerSecond, 1, Most, diagnostics);

        // Who says nothing lets a client spend two seconds' worth at once.
        return new RateModel(perSecond, LimitCompiler.Count("burst", config.Burst, 2 * perSecond, 2 * Most, diagnostics));
    }
}
