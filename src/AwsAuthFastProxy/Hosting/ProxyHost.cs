using System.CommandLine;
using AwsAuthFastProxy.CommandLine;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Hosting;

/// <summary>Where commands meet the proxy: each method runs one of them with its options read and its configuration compiled.</summary>
internal static class ProxyHost
{
    public static async Task<int> RunAsync(ProxyModel model, RunOptions options, CommandEnvironment environment, InvocationConfiguration output)
    {
        using var host = new ServeHost(options, environment, output);
        return await host.RunAsync(model).ConfigureAwait(false);
    }

    public static Task<int> ExplainAsync(ProxyModel model, ExplainOptions options, InvocationConfiguration output, CancellationToken cancellation) =>
        NotAvailable("explain", output);

    public static Task<int> DemoAsync(int port, InvocationConfiguration output, CancellationToken cancellation) =>
        NotAvailable("demo", output);

    private static Task<int> NotAvailable(string command, InvocationConfiguration output)
    {
        output.Error.WriteLine($"{command} is not available in this version yet");
        return Task.FromResult(ExitStatus.Failed);
    }
}
