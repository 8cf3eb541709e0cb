using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.AccessLogs;

/// <summary>An access log with its format compiled. Immutable, part of a snapshot.</summary>
internal sealed class AccessLogTarget
{
    public AccessLogTarget(AccessLogModel model, int index)
    {
        Index = index;
        Model = model;
        File = model.File;
        Format = AccessLogFormat.TryParse(model.Format, out AccessLogFormat? format, out string? reason) ? format : throw new FormatException(reason);
    }

    /// <summary>Position in the snapshot; loops keep their ring for it under the same.</summary>
    public int Index { get; }

    /// <summary>What the configuration says.</summary>
    public AccessLogModel Model { get; }

    /// <summary>The file, or null for standard output.</summary>
    public string? File { get; }

    public AccessLogFormat Format { get; }
}
