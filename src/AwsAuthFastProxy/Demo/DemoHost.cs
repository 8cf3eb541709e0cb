using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AwsAuthFastProxy.CommandLine;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AwsAuthFastProxy.Demo;

/// <summary>
/// The demonstration: an S3 origin in this process that verifies every signature, the proxy in front of it, and commands to try. The
/// credentials are made at the start and known to these two only.
/// </summary>
internal sealed class DemoHost(int port, TextWriter output, TextWriter error)
{
    private const int AccessKeyBytes = 8;
    private const int SecretBytes = 30;

    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();

    /// <summary>Serves until a signal or <paramref name="cancellation"/> ends it. Returns an exit status.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var credential = new OriginCredential(
            "AKIADEMO" + Convert.ToHexString(RandomNumberGenerator.GetBytes(AccessKeyBytes)),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));
        var options = new OriginOptions();
        options.Credentials.Add(credential);
        var origin = new S3Origin(options, DemoBucket.Create());
        origin.RequestReceived += request => Write(Describe(request));
        await using var listener = OriginListener.Start(origin);
        using var server = new ProxyServer(
            DemoModel.Create(port, listener.Port, credential), workers: 1, "auto", NullLogger.Instance);
        try
        {
            server.Start();
        }
        catch (IOException failure)
        {
            await error.WriteLineAsync($"demo: {failure.Message}; choose another port with --port, or --port 0 for any").ConfigureAwait(false);
            return ExitStatus.Failed;
        }

        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        await using CancellationTokenRegistration cancelled = cancellation.Register(() => _stop.TrySetResult());
        Write(DemoText.Of(server.EndPoints[0].Port, listener.Port, origin.Store));
        Task ended = await Task.WhenAny(_stop.Task, server.Failed).ConfigureAwait(false);
        return ended == server.Failed ? ExitStatus.Failed : ExitStatus.Success;
    }

    private static string Describe(OriginRequest request) =>
        $"origin  {request.Method} {request.Target}  {(request.Verdict.Accepted ? "signature valid" : $"refused: {request.Verdict.ErrorCode}")}";

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.TrySetResult();
    }

    // Connections of the origin report from threads of their own.
    private void Write(string text)
    {
        lock (_lock)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }
}
