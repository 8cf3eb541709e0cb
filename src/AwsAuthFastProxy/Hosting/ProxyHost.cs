using System.CommandLine;
using System.Text;
using AwsAuthFastProxy.CommandLine;
using AwsAuthFastProxy.Demo;
using AwsAuthFastProxy.Proxy.Diagnosis;
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

    public static async Task<int> ExplainAsync(ProxyModel model, ExplainOptions options, CommandEnvironment environment, InvocationConfiguration output)
    {
        if (ExplainRequest.Write(options, model, out string reason) is not { } head)
        {
            output.Error.WriteLine($"explain: {reason}");
            return ExitStatus.BadUsage;
        }

        using RunningCredentials credentials = await RunningCredentials.FetchAsync(model, environment.Clock).ConfigureAwait(false);
        RequestExplanation explanation = new RequestExplainer(model, environment.Clock).Explain(Encoding.Latin1.GetBytes(head));
        foreach (string line in ExplainReport.Lines(explanation))
        {
            output.Output.WriteLine(line);
        }

        return explanation.Refusal is null ? ExitStatus.Success : ExitStatus.Failed;
    }

    public static Task<int> DemoAsync(int port, InvocationConfiguration output, CancellationToken cancellation) =>
        new DemoHost(port, output.Output, output.Error).RunAsync(cancellation);
}
