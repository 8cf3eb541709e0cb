using System.Text.RegularExpressions;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Credentials;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Which STS is asked for a role, and how. The bounds are those of AWS's API reference, AssumeRole.</summary>
internal static partial class StsCompiler
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(12);

    /// <summary>Where nothing is set.</summary>
    public static StsEndpoint Default { get; } = new(null, null, StsEndpoint.DefaultSessionName, null);

    /// <summary>The settings of a credential set, or null with errors.</summary>
    public static StsEndpoint? Compile(CredentialConfig config, Diagnostics diagnostics)
    {
        var isGood = Check("sessionName", config.SessionName, SessionName(), "a session's name is 2 to 64 letters, digits and any of _+=,.@-", diagnostics)
            & Check("region", config.Region, Region(), "a region is lower-case letters, digits and hyphens, such as eu-west-1", diagnostics)
            & CheckEndpoint(config.StsEndpoint, diagnostics);
        TimeSpan? duration = null;
        if (config.Duration is { IsFaulty: false } written)
        {
            if (!Duration.TryParse(written.Value, out var span))
            {
                diagnostics.Error("duration", written, Duration.Expected);
                isGood = false;
            }
            else if (span < s_shortest || span > s_longest)
            {
                diagnostics.Error("duration", written, "keys of a role last from \"15m\" to \"12h\"");
                isGood = false;
            }

            duration = span;
        }

        return isGood && config.Duration is not { IsFaulty: true }
            ? new StsEndpoint(config.Region?.Value, config.StsEndpoint?.Value, config.SessionName?.Value ?? StsEndpoint.DefaultSessionName, duration)
            : null;
    }

    /// <summary>Whether it has the form of a role's ARN, also of S3 servers other than AWS.</summary>
    public static bool CheckRole(TextSetting role, Diagnostics diagnostics) =>
        Check("roleArn", role, RoleArn(), "a role is arn:aws:iam::ACCOUNT:role/NAME", diagnostics);

    public static bool CheckExternalId(TextSetting? id, Diagnostics diagnostics) =>
        Check("externalId", id, ExternalId(), "an external id is 2 to 1224 letters, digits and any of _+=,.@:/-", diagnostics);

    private static bool Check(string key, TextSetting? setting, Regex form, string expected, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return setting is null;
        }

        var isGood = form.IsMatch(setting.Value);
        if (!isGood)
        {
            diagnostics.Error(key, setting, expected);
        }

        return isGood;
    }

    private static bool CheckEndpoint(TextSetting? setting, Diagnostics diagnostics)
    {
        if (setting is null or { IsFaulty: true })
        {
            return setting is null;
        }

        if (EndpointUrl.TryParse(setting.Value, out _, out var reason))
        {
            return true;
        }

        diagnostics.Error("stsEndpoint", setting, reason);
        return false;
    }

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}$", RegexOptions.ECMAScript)]
    private static partial Regex SessionName();

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex Region();

    [GeneratedRegex("^arn:[a-z0-9-]+:iam::[^:/]*:role/[!-~]{1,640}$")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[\w+=,.@:/-]{2,1224}$", RegexOptions.ECMAScript)]
    private static partial Regex ExternalId();
}
