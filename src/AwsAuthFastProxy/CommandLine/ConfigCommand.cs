using AwsAuthFastProxy.Configuration;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.CommandLine;

/// <summary>What commands that read a configuration have in common.</summary>
internal static class ConfigCommand
{
    /// <summary>The configuration, with warnings on <paramref name="error"/>; or null, with every error there.</summary>
    /// <param name="file">The configuration file.</param>
    /// <param name="environment">What it draws on.</param>
    /// <param name="error">Takes what there is to say.</param>
    /// <param name="report">How much is said of a file in nginx's syntax: what goes another way here, and what means nothing.</param>
    public static ProxyModel? Load(string file, CommandEnvironment environment, TextWriter error, ReportDetail report = ReportDetail.None)
    {
        var result = ConfigLoader.Load(file, new ConfigEnvironment(environment.Variable, environment.Clock));
        Write(error, "", result.Errors);
        Write(error, "warning: ", result.Warnings);
        if (report >= ReportDetail.Changes)
        {
            Write(error, "changed: ", result.Changes);
        }

        if (report >= ReportDetail.All)
        {
            Write(error, "note: ", result.Notes);
        }

        return result.Model;
    }

    /// <summary>One line each: FILE:LINE: kind: message.</summary>
    public static void Write(TextWriter error, string kind, IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            error.WriteLine($"{diagnostic.Position}: {kind}{diagnostic.Message}");
        }
    }
}
