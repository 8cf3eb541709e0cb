using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>connectTo</c> of an upstream.</summary>
internal static class ConnectToCompiler
{
    private const int Most = 64;
    private const string Expected = "write \"HOST\", \"HOST:PORT\" or \"[IPV6]:PORT\"";

    /// <summary>The targets; none when they are left out.</summary>
    /// <param name="settings">What is written.</param>
    /// <param name="url">The endpoint, whose port is that of targets without one.</param>
    /// <param name="diagnostics">Takes the errors.</param>
    public static IReadOnlyList<ConnectTarget> Compile(IReadOnlyList<TextSetting>? settings, EndpointUrl? url, Diagnostics diagnostics)
    {
        var targets = new List<ConnectTarget>();
        foreach (var setting in settings ?? [])
        {
            if (setting.IsFaulty)
            {
                continue;
            }

            // Not what an endpoint has beside its host: connections have neither scheme nor path nor user.
            string? reason = setting.Value.AsSpan().ContainsAny("/@?#") ? $"this is no host; {Expected}"
                : HostName.TryParseIPv6(setting.Value, out _) ? $"an IPv6 address stands in brackets; {Expected}"
                : null;
            var target = reason is null && EndpointUrl.TryParseAuthority(setting.Value, url?.Port ?? 80, out var host, out var port, out reason)
                ? new ConnectTarget(host, port)
                : null;
            reason ??= targets.Contains(target!) ? "it stands in the list already" : targets.Count == Most ? $"at most {Most} may stand in the list" : null;
            if (reason is not null)
            {
                diagnostics.Error("connectTo", setting, reason);
            }
            else
            {
                targets.Add(target!);
            }
        }

        return targets;
    }
}
