namespace AwsAuthFastProxy.CommandLine;

/// <summary>Exit statuses of the process.</summary>
internal static class ExitStatus
{
    public const int Success = 0;

    /// <summary>It failed while running.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad configuration.</summary>
    public const int BadUsage = 2;
}
