namespace AwsAuthFastProxy.CommandLine;

/// <summary>What commands draw on besides their arguments and output writers; tests put in their own.</summary>
/// <param name="Variable">The value of an environment variable, or null.</param>
/// <param name="Clock">The wall clock.</param>
/// <param name="Input">Standard input.</param>
/// <param name="OpenOutput">Opens standard output for raw bytes.</param>
internal sealed record CommandEnvironment(Func<string, string?> Variable, TimeProvider Clock, TextReader Input, Func<Stream> OpenOutput)
{
    /// <summary>That of this process.</summary>
    public static CommandEnvironment OfProcess() =>
        new(Environment.GetEnvironmentVariable, TimeProvider.System, Console.In, Console.OpenStandardOutput);
}
