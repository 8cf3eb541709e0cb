using System.CommandLine;
using System.Text;
using AwsAuthFastProxy.CommandLine;
using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Demo;
using AwsAuthFastProxy.Proxy.Diagnosis;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Hosting;

/// <summary>Where commands meet the proxy: each method runs one of them with its options read and its configuration compiled.</summary>
internal static class ProxyHost
{
    private const int MaxErrorBytes = 1024 * 1024;

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

        SavedError? error = null;
        if (options.ErrorFile is { } file)
        {
            if (!BoundedFile.TryRead(file, MaxErrorBytes, out byte[]? content, out string? unreadable))
            {
                output.Error.WriteLine($"explain: {unreadable}");
                return ExitStatus.BadUsage;
            }

            error = new SavedError(content);
            if (error.Code.Length == 0)
            {
                output.Error.WriteLine($"explain: {file} is no error document of an S3 server: <Error><Code>…</Code>…</Error>");
                return ExitStatus.BadUsage;
            }
        }

        using RunningCredentials credentials = await RunningCredentials.FetchAsync(model, environment.Clock).ConfigureAwait(false);
        RequestExplainer explainer = error?.Explainer(model, environment.Clock) ?? new RequestExplainer(model, environment.Clock);
        RequestExplanation explanation = explainer.Explain(Encoding.Latin1.GetBytes(head));
        foreach (string line in ExplainReport.Lines(explanation))
        {
            output.Output.WriteLine(line);
        }

        if (error?.CompareWith(explanation) is { } comparison)
        {
            foreach (string line in ErrorReport.Lines(error, comparison))
            {
                output.Output.WriteLine(line);
            }
        }

        return explanation.Refusal is null ? ExitStatus.Success : ExitStatus.Failed;
    }

    public static Task<int> DemoAsync(int port, InvocationConfiguration output, CancellationToken cancellation) =>
        new DemoHost(port, output.Output, output.Error).RunAsync(cancellation);
}
