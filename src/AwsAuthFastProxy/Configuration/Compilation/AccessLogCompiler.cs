using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>accessLog</c>.</summary>
internal static class AccessLogCompiler
{
    private const string StandardOutput = "stdout";
    private const string Off = "off";

    /// <summary>The log, or null where there is none. A route without its own has <paramref name="inherited"/>.</summary>
    public static AccessLogModel? Compile(AccessLogConfig? config, AccessLogModel? inherited, string directory, Diagnostics diagnostics)
    {
        if (config is null)
        {
            return inherited;
        }

        if (config.Path is null)
        {
            diagnostics.Error(config.Position, "\"accessLog\" has no \"path\"; give a file, \"stdout\" or \"off\"");
        }

        string format = config.Format is { IsFaulty: false } written ? written.Value : "combined";
        if (!AccessLogFormat.TryParse(format, out _, out string? reason))
        {
            // What comes from the environment is not shown.
            diagnostics.Error(config.Format!.Position, $"\"format\" of \"accessLog\": {(config.Format.IsLiteral ? reason : "this is no format")}");
            return null;
        }

        return config.Path switch
        {
            null or { IsFaulty: true } or { Value: Off } => null,
            { Value: StandardOutput } => new AccessLogModel(null, format),
            { Value: "" } empty => Empty(empty, diagnostics),
            { } path => new AccessLogModel(Path.GetFullPath(Path.Combine(directory, path.Value)), format),
        };
    }

    private static AccessLogModel? Empty(TextSetting path, Diagnostics diagnostics)
    {
        diagnostics.Error(path.Position, "\"path\" of \"accessLog\" is empty; give a file, \"stdout\" or \"off\"");
        return null;
    }
}
