using System.CommandLine;
using AwsAuthFastProxy.CommandLine;

namespace AwsAuthFastProxy.Tests.CommandLine;

/// <summary>Runs the command line in this process and keeps what it wrote.</summary>
internal sealed record CommandRun(int Status, string Output, string Error, byte[] RawOutput)
{
    public static CommandRun Of(params string[] arguments) => With("", _ => null, arguments);

    public static CommandRun With(string input, Func<string, string?> variable, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var raw = new MemoryStream();
        using var reader = new StringReader(input);
        var environment = new CommandEnvironment(variable, FixedClock.OfCases(), reader, () => raw);
        var invocation = new InvocationConfiguration { Output = output, Error = error };
        var status = ProxyCommandLine.InvokeAsync(arguments, environment, invocation).GetAwaiter().GetResult();
        return new CommandRun(status, output.ToString(), error.ToString(), raw.ToArray());
    }
}
