namespace AwsAuthFastProxy.CommandLine;

/// <summary>How much a command says of a file in nginx's syntax.</summary>
internal enum ReportDetail
{
    /// <summary>Errors and warnings.</summary>
    None,

    /// <summary>Also what goes another way here.</summary>
    Changes,

    /// <summary>Also what means nothing here.</summary>
    All,
}
